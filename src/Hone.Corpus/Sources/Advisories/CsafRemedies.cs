using System.Text.Json;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// What CSAF says is to be done, told once for all vulnerabilities: publishers repeat the same steps under each. Their order is
/// kept, since one step may announce the next.
/// </summary>
internal static class CsafRemedies
{
    private static readonly (string Category, string Heading)[] _categories =
    [
        ("vendor_fix", "Fixes"), ("fix_planned", "Planned fixes"), ("optional_patch", "Optional patches"), ("mitigation", "Mitigations"),
        ("workaround", "Workarounds"), ("no_fix_planned", "No fix is planned"), ("none_available", "No fix is available"),
    ];

    public static void Tell(MarkdownBuilder text, JsonElement[] vulnerabilities, CsafProducts products)
    {
        var all = vulnerabilities.SelectMany(v => v.Items("remediations").Select(r => (Cve: v.Text("cve"), Step: r))).ToArray();
        int cves = vulnerabilities.Select(v => v.Text("cve")).OfType<string>().Distinct().Count();
        foreach ((string category, string heading) in _categories)
        {
            text.Heading(2, heading);
            foreach (var same in all.Where(r => r.Step.Text("category") == category && r.Step.Text("details") is not null).GroupBy(r => Details(r.Step)))
            {
                string[] about = [.. same.Select(r => r.Cve).OfType<string>().Distinct()];
                string[] some = [.. same.SelectMany(r => products.Of(r.Step)).Distinct()];
                string forProducts = products.For(some);
                string forCves = about.Length > 0 && about.Length < cves ? $"{string.Join(", ", about)}: " : "";
                text.Item($"{forCves}{(forProducts.Length > 0 && some.Any(name => same.Key.Contains(name, StringComparison.OrdinalIgnoreCase)) ? "" : forProducts)}{same.Key}");
            }
        }
    }

    private static string Details(JsonElement step)
    {
        string details = MarkdownBuilder.OneLine(step.Text("details") ?? "");
        return step.Text("url") is { } url && !details.Contains(url, StringComparison.Ordinal) && details.EndsWith(':') ? $"{details} {url}" : details;
    }
}

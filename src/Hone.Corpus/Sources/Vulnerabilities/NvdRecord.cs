using System.Text.Json;

namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>
/// A CVE as NVD has it: an element of CVE_Items in the year feeds 1.1, or of vulnerabilities in pages and feeds of API 2.0
/// (nvd.nist.gov/developers). NVD's own score is preferred to that of the reporter.
/// </summary>
internal static class NvdRecord
{
    private const string Nvd = "nvd@nist.gov";

    private static readonly string[] _metrics = ["cvssMetricV31", "cvssMetricV30", "cvssMetricV40", "cvssMetricV2"];

    public static Vulnerability? Parse(JsonElement item)
    {
        JsonElement cve = item.Child("cve") ?? item;
        return cve.Child("CVE_data_meta")?.Text("ID") is { } feedId ? OfFeed(item, cve, feedId)
            : cve.Text("id") is { } id && cve.Child("descriptions") is not null ? OfApi(cve, id)
            : null;
    }

    private static Vulnerability OfFeed(JsonElement item, JsonElement cve, string id)
    {
        string description = English(cve.Child("description") ?? default, "description_data");
        CpeProducts products = CpeProducts.Of(item);
        JsonElement impact = item.Child("impact") ?? default;
        JsonElement score = impact.Child("baseMetricV3")?.Child("cvssV3") ?? impact.Child("baseMetricV2")?.Child("cvssV2") ?? default;
        return new Vulnerability
        {
            Id = id,
            Description = description,
            Rejected = IsRejected(description),
            Published = Prose.IsoDate(item.Text("publishedDate")),
            Affected = products.Affected,
            Platforms = products.Platforms,
            Weaknesses = Weaknesses((cve.Child("problemtype") ?? default).Items("problemtype_data")),
            Scores = Score(score) is { } one ? [one] : [],
            ExploitShown = HasExploit((cve.Child("references") ?? default).Items("reference_data")),
        };
    }

    private static Vulnerability OfApi(JsonElement cve, string id)
    {
        string description = English(cve, "descriptions");
        CpeProducts products = CpeProducts.Of(cve);
        return new Vulnerability
        {
            Id = id,
            Title = cve.Text("cisaVulnerabilityName"),
            Description = string.Join("\n\n", new[] { description, cve.Text("evaluatorComment"), cve.Text("evaluatorImpact"), cve.Text("evaluatorSolution") }.OfType<string>()),
            Rejected = cve.Text("vulnStatus") == "Rejected" || IsRejected(description),
            Published = Prose.IsoDate(cve.Text("published")),
            Affected = products.Affected,
            Platforms = products.Platforms,
            Weaknesses = Weaknesses(cve.Items("weaknesses").OrderBy(weakness => weakness.Text("source") != Nvd).Take(1)),
            Scores = [.. Scores(cve.Child("metrics") ?? default).Take(1)],
            KnownExploited = cve.Text("cisaExploitAdd") is not null,
            ExploitShown = HasExploit(cve.Items("references")),
        };
    }

    /// <summary>All scores, best first: any of CVSS 3 and 4 before CVSS 2, NVD's own before others', 3.1 before 3.0 before 4.0.</summary>
    private static IEnumerable<CvssScore> Scores(JsonElement metrics) => _metrics
        .SelectMany(name => metrics.Items(name).Select(metric => (name, metric)))
        .OrderBy(m => m.name == _metrics[^1]).ThenBy(m => m.metric.Text("source") != Nvd)
        .Select(m => Score(m.metric.Child("cvssData") ?? default)).OfType<CvssScore>();

    private static CvssScore? Score(JsonElement score) => score.Text("vectorString") is { } vector
        ? CvssScore.Of(vector, score.Number("baseScore"))
        : null;

    private static string English(JsonElement parent, string name) => string.Join("\n\n", parent.Items(name)
        .Where(d => d.Text("lang")?.StartsWith("en", StringComparison.OrdinalIgnoreCase) != false)
        .Select(d => d.Text("value")?.Trim()).OfType<string>());

    /// <summary>"NVD-CWE-noinfo" and "NVD-CWE-Other" name no weakness.</summary>
    private static string[] Weaknesses(IEnumerable<JsonElement> types) => [.. types
        .SelectMany(type => type.Items("description"))
        .Select(d => d.Text("value")).OfType<string>()
        .Where(id => id.StartsWith("CWE-", StringComparison.Ordinal)).Distinct()];

    private static bool HasExploit(IEnumerable<JsonElement> references) => references.Any(reference => reference.Texts("tags").Contains("Exploit"));

    internal static bool IsRejected(string description) =>
        description.StartsWith("** REJECT", StringComparison.OrdinalIgnoreCase) || description.StartsWith("Rejected reason:", StringComparison.OrdinalIgnoreCase);
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>
/// A CVE 5 record, as the CVE programme publishes them. The vendor's container (cna) speaks first; CISA's and others' (adp) fill
/// what it leaves open. Only English descriptions are taken.
/// </summary>
internal static partial class CveRecord
{
    private const int MostVersions = 4;

    /// <summary>Longer "names" are lists of models.</summary>
    private const int LongestName = 150;

    public static Vulnerability? Parse(JsonElement record)
    {
        if (record.Child("cveMetadata") is not { } metadata || metadata.Text("cveId") is not { } id || record.Child("containers") is not { } containers)
            return null;
        JsonElement cna = containers.Child("cna") ?? default;
        JsonElement[] all = [cna, .. containers.Items("adp")];
        bool rejected = metadata.Text("state") == "REJECTED";
        return new Vulnerability
        {
            Id = id,
            Title = cna.Text("title") is { Length: < 300 } title && !title.Equals(id, StringComparison.OrdinalIgnoreCase) ? title : null,
            Description = string.Join("\n\n", English(cna, rejected ? "rejectedReasons" : "descriptions")),
            Rejected = rejected,
            Published = metadata.Text("datePublished") is { Length: >= 10 } date ? date[..10] : null,
            Affected = First(all, Affected),
            Weaknesses = First(all, Weaknesses),
            Scores = First(all, Scores),
            KnownExploited = all.SelectMany(container => container.Items("metrics")).Any(metric => metric.Child("other")?.Text("type") == "kev"),
        };
    }

    private static IEnumerable<string> English(JsonElement container, string name) => container.Items(name)
        .Where(d => d.Text("lang")?.StartsWith("en", StringComparison.OrdinalIgnoreCase) != false)
        .Select(d => d.Text("value")).OfType<string>();

    private static T[] First<T>(IEnumerable<JsonElement> containers, Func<JsonElement, IEnumerable<T>> read) =>
        containers.Select(container => (T[])[.. read(container)]).FirstOrDefault(found => found.Length > 0) ?? [];

    /// <summary>A product listed once with versions and once without is told with them.</summary>
    private static IEnumerable<string> Affected(JsonElement container)
    {
        string[] products = [.. container.Items("affected").Select(Product).OfType<string>().Distinct()];
        return products.Length == 1 ? products : products.Where(name => !Array.Exists(products, other => other.Length > name.Length && other.StartsWith(name, StringComparison.Ordinal) && other[name.Length] == ' '));
    }

    private static string? Product(JsonElement affected)
    {
        if (Known(affected.Text("product")) is not { Length: <= LongestName } product)
            return null;
        string[] versions = [.. affected.Items("versions").Where(v => v.Text("status") is (null or "affected") && v.Text("versionType") != "git").Select(Version).OfType<string>().Distinct()];
        string list = string.Join(", ", versions.Take(MostVersions)) + (versions.Length > MostVersions ? ", ..." : "");
        string name = Known(affected.Text("vendor")) is { } vendor && !product.StartsWith(vendor, StringComparison.OrdinalIgnoreCase) ? $"{vendor} {product}" : product;
        return list.Length > 0 ? $"{name} {list}" : name;
    }

    private static string? Version(JsonElement version)
    {
        string? from = Known(version.Text("version"));
        string? before = Known(version.Text("lessThan")), through = Known(version.Text("lessThanOrEqual"));
        return before is null && through is null && from is not "0" ? from : VersionRange.Words(from, null, before, through);
    }

    private static string? Known(string? text) => text is null or "n/a" or "N/A" or "-" or "*" or "unspecified" or "unknown" ? null : MarkdownBuilder.OneLine(text);

    private static IEnumerable<string> Weaknesses(JsonElement container) => container.Items("problemTypes")
        .SelectMany(type => type.Items("descriptions"))
        .Select(d => (Id: d.Text("cweId") ?? CweId().Match(d.Text("description") ?? "").Value, Text: d.Text("description") ?? ""))
        .Where(d => d.Id.Length > 0)
        .Select(d => Label(d.Id, d.Text)).Distinct();

    private static string Label(string id, string text)
    {
        string name = text.Replace(id, "", StringComparison.OrdinalIgnoreCase).Trim(' ', ':', '-');
        if (name is ['(', .. var inner, ')'])
            name = inner;
        return name.Length is > 2 and < 120 ? $"{id} {name}" : id;
    }

    private static IEnumerable<CvssScore> Scores(JsonElement container) => container.Items("metrics")
        .SelectMany(metric => new[] { "cvssV3_1", "cvssV3_0", "cvssV4_0", "cvssV2_0" }.Select(name => metric.Child(name)))
        .OfType<JsonElement>()
        .Where(score => score.Text("vectorString") is not null)
        .Select(score => new CvssScore(score.Text("version") ?? "3.1", score.Number("baseScore"), score.Text("vectorString") ?? ""))
        .DistinctBy(score => score.Version)
        .OrderBy(score => Rank(score.Version))
        .Take(1);

    private static int Rank(string version) => version switch { "3.1" => 0, "3.0" => 1, _ => (int)(10 - (double.TryParse(version, CultureInfo.InvariantCulture, out double v) ? v : 0)) };

    [GeneratedRegex(@"\bCWE-[0-9]{1,5}\b")]
    private static partial Regex CweId();
}

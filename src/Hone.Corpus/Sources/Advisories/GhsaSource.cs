using System.Text.Json;
using Hone.Corpus.Sources.Vulnerabilities;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// GitHub's advisories as its APIs answer: REST (ghsa_id) alone or in lists, GraphQL (ghsaId) alone, in a page or as collectors
/// store its nodes. Its public database of files is OSV: see there.
/// </summary>
internal sealed class GhsaSource : IDocumentSource
{
    public string Kind => "ghsa";

    public string Description => "GitHub security advisories as its REST or GraphQL API answers (.json, .jsonl)";

    public IEnumerable<SourcePart> Parts(SourceReference reference) => JsonRecords.Parts(reference, new JsonRecordKind(
        "an advisory with ghsa_id or ghsaId", [], (record, place) => Page(record) is { } page
            ? [.. page.Select(node => Parse(node) is { } advisory ? advisory.ToItem(reference) : SourceItem.Broken(reference, place.ToString(), "a node without ghsaId"))]
            : Parse(record) is { } one ? [one.ToItem(reference)] : null));

    /// <summary>The advisories of a GraphQL page.</summary>
    private static IEnumerable<JsonElement>? Page(JsonElement record) =>
        (record.Child("data") ?? record).Child("securityAdvisories") is { } list ? Nodes(list) : null;

    private static Advisory? Parse(JsonElement record)
    {
        JsonElement o = record.Child("item")?.Child("Advisory") ?? record;
        if ((o.Text("ghsa_id") ?? o.Text("ghsaId")) is not { } id)
            return null;
        return new Advisory
        {
            Id = id,
            Summary = o.Text("summary") ?? o.Text("Summary"),
            Details = o.Text("description") ?? o.Text("Description"),
            Aliases = [.. Aliases(o, id).Distinct()],
            Affected = [.. o.Items("vulnerabilities").Concat(NodesOf(o, "vulnerabilities")).Select(Package).Concat(o.Items("FixedIn").Select(Fixed)).OfType<AffectedPackage>()],
            Code = [.. o.Items("vulnerabilities").SelectMany(v => v.Texts("vulnerable_functions")).Distinct().Select(f => $"Vulnerable function: `{f}`.")],
            Weaknesses = [.. o.Items("cwes").Concat(NodesOf(o, "cwes")).Select(Weakness).OfType<string>().Distinct()],
            Severity = (o.Text("severity") ?? o.Text("Severity")) is { } severity && !severity.Equals("unknown", StringComparison.OrdinalIgnoreCase) ? severity : null,
            Scores = Score(o) is { } score ? [score] : [],
            Published = Advisory.Day(o.Text("published_at") ?? o.Text("publishedAt") ?? o.Text("published")),
            Withdrawn = o.Text("withdrawn_at") ?? o.Text("withdrawnAt") ?? o.Text("withdrawn"),
            Url = o.Text("html_url") ?? o.Text("permalink") ?? $"https://github.com/advisories/{id}",
            Licence = "CC-BY-4.0",
        };
    }

    private static IEnumerable<JsonElement> NodesOf(JsonElement o, string name) => o.Child(name) is { ValueKind: JsonValueKind.Object } list ? Nodes(list) : [];

    private static IEnumerable<JsonElement> Nodes(JsonElement list) =>
        list.Items("nodes").Concat(list.Items("edges").Select(edge => edge.Child("node")).OfType<JsonElement>());

    private static IEnumerable<string> Aliases(JsonElement o, string id)
    {
        if (o.Text("cve_id") is { } cve)
            yield return cve;
        foreach (JsonElement identifier in o.Items("identifiers"))
            if (identifier.Text("value") is { } value && value != id)
                yield return value;
        foreach (JsonElement entry in o.Items("CVE"))
            if ((entry.Text("Name") ?? entry.Text("name")) is { } name)
                yield return name;
    }

    private static AffectedPackage? Package(JsonElement vulnerability)
    {
        JsonElement package = vulnerability.Child("package") ?? default;
        string? range = VersionRange.OfOperators(vulnerability.Text("vulnerable_version_range") ?? vulnerability.Text("vulnerableVersionRange"));
        JsonElement patched = vulnerability.Child("first_patched_version") ?? vulnerability.Child("firstPatchedVersion") ?? default;
        string? repaired = patched.ValueKind == JsonValueKind.String ? vulnerability.Text("first_patched_version") : patched.Text("identifier");
        return package.Text("name") is { } name ? new AffectedPackage(package.Text("ecosystem")?.ToLowerInvariant() ?? "", name, Ranged(range, repaired)) : null;
    }

    private static AffectedPackage? Fixed(JsonElement entry) => entry.Text("name") is { } name
        ? new AffectedPackage(entry.Text("ecosystem") ?? "", name, Ranged(VersionRange.OfOperators(entry.Text("range")?.Replace(" <", ", <", StringComparison.Ordinal)), entry.Text("identifier")))
        : null;

    /// <summary>The version that repairs it is told where the range does not end there.</summary>
    private static string? Ranged(string? range, string? repaired) => repaired is null or "None" || range?.EndsWith($"before {repaired}", StringComparison.Ordinal) == true ? range
        : range is null ? $"before {repaired}" : $"{range} (repaired in {repaired})";

    private static string? Weakness(JsonElement cwe) => (cwe.Text("cwe_id") ?? cwe.Text("cweId")) is { } id
        ? cwe.Text("name") is { Length: < 120 } name ? $"{id} {name}" : id
        : null;

    private static CvssScore? Score(JsonElement o)
    {
        JsonElement all = o.Child("cvss_severities") ?? o.Child("cvssSeverities") ?? default;
        foreach (JsonElement? place in (JsonElement?[])[all.Child("cvss_v3"), all.Child("cvssV3"), o.Child("cvss"), o.Child("CVSS"), all.Child("cvss_v4"), all.Child("cvssV4")])
            if ((place?.Text("vector_string") ?? place?.Text("vectorString")) is { } vector)
                return CvssScore.Of(vector, place?.Number("score") is > 0 and var score ? score : place?.Child("base_metrics")?.Number("base_score"));
        return null;
    }
}

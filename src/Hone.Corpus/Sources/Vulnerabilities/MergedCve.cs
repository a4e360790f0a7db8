using System.Text.Json;

namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>A CVE merged from several feeds into one flat object: id, description, cwe, cvss3, cvss3_score, cvss2, kev, rejected.</summary>
internal static class MergedCve
{
    public static Vulnerability? Parse(JsonElement o)
    {
        if (o.Text("id") is not { } id || o.Child("description") is null)
            return null;
        string description = o.Text("description") ?? "";
        return new Vulnerability
        {
            Id = id,
            Description = description,
            Rejected = o.Flag("rejected") || description.StartsWith("** REJECT **", StringComparison.Ordinal),
            Published = o.Text("published"),
            Weaknesses = o.Texts("cwe") is { Count: > 1 } several ? [.. several.Distinct()] : o.Texts("cwe"),
            Scores = Score(o) is { } score ? [score] : [],
            KnownExploited = o.Child("kev") is { ValueKind: JsonValueKind.True or JsonValueKind.Object or JsonValueKind.String },
        };
    }

    private static CvssScore? Score(JsonElement o)
    {
        if (o.Text("cvss3") is { } v3)
            return new CvssScore(v3.StartsWith("CVSS:3.0", StringComparison.Ordinal) ? "3.0" : "3.1", o.Number("cvss3_score"), v3);
        if (o.Text("cvss4") is { } v4)
            return new CvssScore("4.0", o.Number("cvss4_score"), v4);
        return o.Text("cvss2") is { } v2 ? new CvssScore("2.0", o.Number("cvss2_score"), v2) : null;
    }
}

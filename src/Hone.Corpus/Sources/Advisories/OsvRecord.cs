using System.Text.Json;
using Hone.Corpus.Sources.Vulnerabilities;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>A record of the Open Source Vulnerability format (ossf.github.io/osv-schema), whoever publishes it.</summary>
internal static class OsvRecord
{
    private const int MostVersions = 4;
    private const int MostFunctions = 12;
    private const string GoNote = "NOTE: The source advisory for this report contains additional versions";

    /// <summary>What OSV says of the licences of its sources (google.github.io/osv.dev/data).</summary>
    private static readonly (string Prefix, string Licence)[] _licences =
    [
        ("GHSA-", "CC-BY-4.0"), ("PYSEC-", "CC-BY-4.0"), ("GO-", "CC-BY-4.0"), ("OSV-", "CC-BY-4.0"), ("RUSTSEC-", "CC0-1.0"), ("HSEC-", "CC0-1.0"),
        ("MAL-", "Apache-2.0"), ("BIT-", "Apache-2.0"), ("PSF-", "CC-BY-4.0"), ("RSEC-", "Apache-2.0"), ("USN-", "CC-BY-SA-4.0"), ("ALSA-", "MIT"), ("ALBA-", "MIT"),
        ("RLSA-", "BSD-3-Clause"), ("CURL-", "CC-BY-4.0"), ("JLSEC-", "CC-BY-4.0"),
    ];

    public static Advisory? Parse(JsonElement record)
    {
        if (record.Text("id") is not { } id || record.Child("modified") is null)
            return null;
        JsonElement own = record.Child("database_specific") ?? default;
        JsonElement[] affected = [.. record.Items("affected")];
        return new Advisory
        {
            Id = id,
            Summary = record.Text("summary"),
            Details = Details(record.Text("details"), affected),
            Aliases = [.. record.Texts("aliases").Concat(record.Texts("upstream")).Distinct()],
            Related = record.Texts("related"),
            Affected = [.. affected.Select(Package).OfType<AffectedPackage>()],
            Code = [.. affected.SelectMany(Code).Distinct()],
            Weaknesses = [.. own.Texts("cwe_ids").Concat(affected.SelectMany(a => (a.Child("database_specific") ?? default).Items("cwes").Select(cwe => cwe.Text("cweId")).OfType<string>())).Distinct()],
            Severity = own.Text("severity") is { Length: < 30 } severity && !severity.StartsWith("CVSS", StringComparison.Ordinal) ? severity : null,
            Scores = Scores(record, affected),
            Published = Advisory.Day(record.Text("published")),
            Withdrawn = record.Text("withdrawn"),
            Url = own.Text("url") ?? $"https://osv.dev/vulnerability/{id}",
            Licence = _licences.FirstOrDefault(l => id.StartsWith(l.Prefix, StringComparison.Ordinal)).Licence,
        };
    }

    /// <summary>Malicious packages carry a line for their editors; Go's note on versions outside of its own says what the ranges say.</summary>
    private static string? Details(string? details, JsonElement[] affected)
    {
        string? text = details?.Replace("_-= Per source details. Do not edit below this line.=-_", "", StringComparison.Ordinal).Replace("\n---\n\n\n", "\n", StringComparison.Ordinal);
        int note = text?.IndexOf(GoNote, StringComparison.Ordinal) ?? -1;
        return note < 0 || !affected.Any(a => CustomRanges(a).Length > 0) ? text : text?[..note];
    }

    /// <summary>Versions that are no Go versions, where the standard range says "all" only because it cannot say more.</summary>
    private static JsonElement[] CustomRanges(JsonElement affected) => [.. (affected.Child("ecosystem_specific") ?? default).Items("custom_ranges")];

    private static AffectedPackage? Package(JsonElement affected)
    {
        JsonElement package = affected.Child("package") ?? default;
        JsonElement[] ranges = CustomRanges(affected) is { Length: > 0 } custom ? custom : [.. affected.Items("ranges")];
        string? name = package.Text("name") ?? ranges.Select(range => range.Text("repo")).FirstOrDefault(repo => repo is not null);
        if (name is null)
            return null;
        string[] words = [.. ranges.Where(range => range.Text("type") != "GIT").SelectMany(Ranges).Distinct()];
        string[] versions = [.. affected.Texts("versions")];
        string? stated = words.Length > 0 ? string.Join(", ", words)
            : ranges.Any(range => range.Text("type") != "GIT") || versions.Length == 0 ? null
            : string.Join(", ", versions.Take(MostVersions)) + (versions.Length > MostVersions ? $" and {versions.Length - MostVersions} more" : "");
        return new AffectedPackage((package.Text("ecosystem") ?? "").Replace(':', ' '), name, stated);
    }

    /// <summary>Events in their order: each "introduced" is closed by the next "fixed" or "last_affected".</summary>
    private static IEnumerable<string> Ranges(JsonElement range)
    {
        string? from = null;
        bool open = false;
        foreach (JsonElement e in range.Items("events"))
        {
            if (e.Text("introduced") is { } introduced)
                (from, open) = (introduced, true);
            else if ((e.Text("fixed") ?? e.Text("limit")) is { } before && before != "*")
            {
                if (VersionRange.Words(from, null, before) is { } words)
                    yield return words;
                (from, open) = (null, false);
            }
            else if (e.Text("last_affected") is { } through)
            {
                if (VersionRange.Words(from, null, null, through) is { } words)
                    yield return words;
                (from, open) = (null, false);
            }
        }
        if (open && VersionRange.Words(from) is { } rest)
            yield return rest;
    }

    /// <summary>Go lists symbols by import path, Rust functions by their full names.</summary>
    private static IEnumerable<string> Code(JsonElement affected)
    {
        JsonElement specific = affected.Child("ecosystem_specific") ?? default;
        foreach (JsonElement import in specific.Items("imports"))
            if (import.Text("path") is { } path && Functions(import.Texts("symbols")) is { } symbols)
                yield return $"Vulnerable in `{path}`{(import.Texts("goos") is { Count: > 0 } systems ? $" on {string.Join(", ", systems)}" : "")}: {symbols}.";
        IEnumerable<string> functions = (specific.Child("affects") ?? default).Texts("functions").Concat(specific.Texts("affected_functions"));
        if (Functions([.. functions]) is { } rust)
            yield return $"Vulnerable functions: {rust}.";
    }

    private static string? Functions(IReadOnlyList<string> names) => names.Count == 0 ? null
        : string.Join(", ", names.Take(MostFunctions).Select(name => $"`{name}`")) + (names.Count > MostFunctions ? $" and {names.Count - MostFunctions} more" : "");

    /// <summary>The newest kind of vector below 4, else what there is; of the record, else of its packages.</summary>
    private static CvssScore[] Scores(JsonElement record, JsonElement[] affected) => [.. record.Items("severity").Concat(affected.SelectMany(a => a.Items("severity")))
        .Select(severity => (Type: severity.Text("type"), Vector: severity.Text("score")))
        .Where(s => s.Vector?.Contains('/', StringComparison.Ordinal) == true && s.Type?.StartsWith("CVSS", StringComparison.Ordinal) == true)
        .OrderBy(s => s.Type switch { "CVSS_V3" => 0, "CVSS_V4" => 1, _ => 2 })
        .Select(s => CvssScore.Of(s.Vector ?? "")).Take(1)];
}

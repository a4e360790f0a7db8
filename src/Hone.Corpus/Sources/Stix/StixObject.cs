using System.Text.Json;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Stix;

/// <summary>One object of a STIX bundle with what every kind of it has; the rest is read from <see cref="Json"/> where it is told.</summary>
internal sealed record StixObject
{
    public required string Id { get; init; }

    /// <summary>"attack-pattern", "intrusion-set", "malware", ...</summary>
    public required string Type { get; init; }

    public required string Name { get; init; }

    /// <summary>"T1003.001", "G0016", "CAPEC-62", where the object has one.</summary>
    public string? ExternalId { get; init; }

    public string? Url { get; init; }

    public required Verdict Verdict { get; init; }

    public required JsonElement Json { get; init; }

    public string? Description => StixText.Clean(Json.Text("description"));

    /// <summary>"T1003.001 LSASS Memory".</summary>
    public string Label => ExternalId is null || ExternalId == Name ? Name : $"{ExternalId} {Name}";

    /// <summary>"APT29 (G0016)".</summary>
    public string NameWithId => ExternalId is null || ExternalId == Name ? Name : $"{Name} ({ExternalId})";

    public static StixObject? Parse(JsonElement json)
    {
        if (json.Text("id") is not { } id || json.Text("type") is not { } type)
            return null;
        JsonElement? reference = json.Items("external_references")
            .Where(r => r.Text("source_name") is { } name && (name.StartsWith("mitre-", StringComparison.Ordinal) || name == "capec") && r.Text("external_id") is not null)
            .Select(r => (JsonElement?)r).FirstOrDefault();
        return new StixObject
        {
            Id = id,
            Type = type,
            Name = MarkdownBuilder.OneLine(json.Text("name") ?? ""),
            ExternalId = reference?.Text("external_id"),
            Url = reference?.Text("url"),
            Verdict = Judge(json),
            Json = json,
        };
    }

    private static Verdict Judge(JsonElement json)
    {
        if (json.Flag("revoked"))
            return Verdict.Drop(Reasons.Revoked);
        return json.Flag("x_mitre_deprecated") || json.Text("x_capec_status") is "Deprecated" or "Obsolete"
            ? Verdict.Drop(Reasons.Deprecated)
            : Verdict.Keep;
    }
}

/// <summary>A relationship between two living objects, its description cleaned.</summary>
internal sealed record StixRelation(string Type, StixObject Source, StixObject Target, string? Description)
{
    /// <summary>"APT29 uses T1059.001 PowerShell: APT29 has used ..."</summary>
    public string Tell(string source, string target)
    {
        string sentence = $"{source} {Verb} {target}";
        return Description is null ? sentence + "." : $"{sentence}: {Description}";
    }

    private string Verb => Type switch
    {
        "attributed-to" => "is attributed to",
        _ => Type.Replace('-', ' '),
    };
}

namespace Hone.Corpus.Sources.Stix;

/// <summary>Which objects become documents, and how each kind is told.</summary>
internal static class StixStories
{
    public static Func<StixObject, StixBundle, string>? For(StixObject o, StixBundle bundle) => o.Type switch
    {
        "attack-pattern" when IsCapec(o) => CapecStory.Tell,
        "attack-pattern" => TechniqueStory.Tell,
        "intrusion-set" or "malware" or "tool" or "campaign" => ActorStory.Tell,
        // CAPEC's mitigations have no name of their own and are told with their patterns.
        "course-of-action" when o.ExternalId is not null && !IsCapec(o) => MitigationStory.Tell,
        "x-mitre-detection-strategy" => DetectionStory.Tell,
        "x-mitre-analytic" when !DetectionStory.IsPartOfOne(o, bundle) => DetectionStory.TellAnalytic,
        "x-mitre-data-component" or "x-mitre-data-source" => DataStory.Tell,
        "x-mitre-asset" => AssetStory.Tell,
        "x-mitre-tactic" => TacticStory.Tell,
        _ => null,
    };

    /// <summary>"MITRE ATT&amp;CK (Enterprise)".</summary>
    public static string Catalogue(StixObject o) => o.Json.Texts("x_mitre_domains") switch
    {
        [var domain, ..] => $"MITRE ATT&CK ({domain.Replace("-attack", "", StringComparison.Ordinal) switch { "ics" => "ICS", "mobile" => "Mobile", _ => "Enterprise" }})",
        _ => "MITRE ATT&CK",
    };

    private static bool IsCapec(StixObject o) => o.Json.Text("x_capec_version") is not null || o.ExternalId?.StartsWith("CAPEC-", StringComparison.Ordinal) == true;
}

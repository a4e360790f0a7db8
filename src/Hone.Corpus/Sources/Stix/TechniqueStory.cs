namespace Hone.Corpus.Sources.Stix;

/// <summary>
/// A technique or sub-technique: what it is, who prevents and detects it, who uses it. The procedures themselves are told with
/// those who use them, so that no sentence is in the corpus twice.
/// </summary>
internal static class TechniqueStory
{
    /// <summary>Beyond this many, naming software says nothing about the technique any more.</summary>
    private const int MostSoftwareNamed = 25;

    public static string Tell(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, $"{o.ExternalId} {bundle.FullName(o)}");
        text.Paragraph(Introduction(o, bundle));
        text.Paragraph(o.Description);

        text.Heading(2, "Sub-techniques");
        foreach (StixRelation part in bundle.To(o, "subtechnique-of"))
            text.Item(part.Source.Label);

        text.Heading(2, "Mitigations");
        foreach (StixRelation mitigation in bundle.To(o, "mitigates"))
            text.Item(mitigation.Tell($"Mitigation {mitigation.Source.Label}", o.Label));

        text.Heading(2, "Detection");
        text.Paragraph(StixText.Clean(o.Json.Text("x_mitre_detection")));
        foreach (StixRelation detection in bundle.To(o, "detects"))
            text.Item(detection.Tell(detection.Source.Type == "x-mitre-detection-strategy" ? $"Detection strategy {detection.Source.Label}" : $"Data component {detection.Source.Label}", o.Label));

        text.Heading(2, "Targets");
        foreach (StixRelation target in bundle.From(o, "targets"))
            text.Item($"{o.Label} targets the asset {target.Target.NameWithId}.");

        text.Heading(2, "Known use");
        text.Paragraph(KnownUse(o, bundle));
        return text.ToString();
    }

    private static string Introduction(StixObject o, StixBundle bundle)
    {
        string kind = bundle.ParentOf(o) is { } parent ? $"a sub-technique of {parent.Label} in" : "a technique in";
        var sentences = new List<string> { $"{o.Label} is {kind} {StixStories.Catalogue(o)}." };
        string[] tactics = [.. o.Json.Items("kill_chain_phases").Select(phase => phase.Text("phase_name")).OfType<string>().Distinct().Select(bundle.Tactic)];
        if (tactics.Length > 0)
            sentences.Add($"It serves the {(tactics.Length == 1 ? "tactic" : "tactics")} {string.Join(", ", tactics)}.");
        if (o.Json.Texts("x_mitre_platforms") is { Count: > 0 } platforms)
            sentences.Add($"Platforms: {string.Join(", ", platforms)}.");
        return string.Join(' ', sentences);
    }

    private static string? KnownUse(StixObject o, StixBundle bundle)
    {
        ILookup<bool, string> users = bundle.To(o, "uses").DistinctBy(use => use.Source.Id).OrderBy(use => use.Source.Name, StringComparer.Ordinal)
            .ToLookup(use => use.Source.Type is "malware" or "tool", use => use.Source.NameWithId);
        string[] actors = [.. users[false]], software = [.. users[true]];
        var sentences = new List<string>();
        if (actors.Length > 0)
            sentences.Add($"Groups and campaigns known to use {o.Label}: {string.Join(", ", actors)}.");
        if (software.Length > MostSoftwareNamed)
            sentences.Add($"{software.Length} pieces of software use it.");
        else if (software.Length > 0)
            sentences.Add($"Software that uses it: {string.Join(", ", software)}.");
        return sentences.Count > 0 ? string.Join(' ', sentences) : null;
    }
}

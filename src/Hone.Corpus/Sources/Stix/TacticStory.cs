namespace Hone.Corpus.Sources.Stix;

/// <summary>A tactic and the techniques that serve it; sub-techniques are told with theirs.</summary>
internal static class TacticStory
{
    public static string Tell(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, o.Label);
        text.Paragraph($"{o.NameWithId} is a tactic in {StixStories.Catalogue(o)}.");
        text.Paragraph(o.Description);
        text.Heading(2, "Techniques");
        string? shortName = o.Json.Text("x_mitre_shortname");
        foreach (StixObject technique in bundle.Objects.Where(t => t.Type == "attack-pattern" && t.Verdict.Kept && !t.Json.Flag("x_mitre_is_subtechnique")))
            if (technique.Json.Items("kill_chain_phases").Any(phase => phase.Text("phase_name") == shortName))
                text.Item(technique.Label);
        return text.ToString();
    }
}

namespace Hone.Corpus.Sources.Stix;

/// <summary>A mitigation and the techniques it is for; how it helps against each is told with the technique.</summary>
internal static class MitigationStory
{
    public static string Tell(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, o.Label);
        text.Paragraph($"{o.Label} is a mitigation in {StixStories.Catalogue(o)}.");
        text.Paragraph(o.Description);
        text.Heading(2, "Techniques mitigated");
        string[] techniques = [.. bundle.From(o, "mitigates").Select(r => r.Target.Label).Distinct()];
        text.Paragraph(techniques.Length > 0 ? $"Mitigation {o.Label} mitigates {string.Join(", ", techniques)}." : null);
        return text.ToString();
    }
}

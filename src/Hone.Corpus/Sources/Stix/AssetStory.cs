using System.Text.Json;

namespace Hone.Corpus.Sources.Stix;

/// <summary>A device of an industrial control system and the techniques aimed at it.</summary>
internal static class AssetStory
{
    public static string Tell(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, o.Label);
        text.Paragraph($"{o.NameWithId} is an asset in {StixStories.Catalogue(o)}.");
        text.Paragraph(o.Description);
        text.Heading(2, "Related assets");
        foreach (JsonElement related in o.Json.Items("x_mitre_related_assets"))
            text.Item($"{related.Text("name")}: {StixText.Clean(related.Text("description"))}");
        text.Heading(2, "Techniques aimed at it");
        string[] techniques = [.. bundle.To(o, "targets").Select(r => r.Source.Label).Distinct()];
        text.Paragraph(techniques.Length > 0 ? $"{o.Name} is targeted by {string.Join(", ", techniques)}." : null);
        return text.ToString();
    }
}

using System.Text.Json;

namespace Hone.Corpus.Sources.Stix;

/// <summary>What detection looks at: data components and, in older releases, data sources.</summary>
internal static class DataStory
{
    public static string Tell(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, o.Label);
        string kind = o.Type == "x-mitre-data-source" ? "a data source" : "a data component";
        string of = bundle.Find(o.Json.Text("x_mitre_data_source_ref")) is { } source ? $" of the data source {source.NameWithId}" : "";
        text.Paragraph($"{o.NameWithId} is {kind}{of} in {StixStories.Catalogue(o)}.");
        text.Paragraph(o.Description);
        text.Heading(2, "Log sources");
        foreach (JsonElement log in o.Json.Items("x_mitre_log_sources"))
            text.Item(log.Text("channel") is { } channel and not "None" ? $"{log.Text("name")}: {channel}" : log.Text("name"));
        return text.ToString();
    }
}

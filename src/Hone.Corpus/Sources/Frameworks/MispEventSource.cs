using System.Globalization;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Security;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>
/// MISP events as a server exports them or a feed publishes them: {"Event": {...}}, a bare event, or a list of either under
/// "response". The event's traffic light is the most restrictive of its tags.
/// </summary>
internal sealed class MispEventSource : IDocumentSource
{
    public string Kind => "misp";

    public string Description => "MISP events (.json), an export or a feed, a file or a folder";

    public bool ItemsStandAlone => true;

    /// <summary>A feed lists its events in a file of its own, which is none.</summary>
    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        FileParts.Files(reference, [".json"], (path, relative) => Path.GetFileName(relative) is "manifest.json" or "hashes.json" ? [] : JsonText.Read(path, json => ReadFile(reference, path, relative, json)));

    private static List<SourceItem> ReadFile(SourceReference reference, string path, string relative, JsonElement json)
    {
        JsonElement[] events = [.. Events(json)];
        var items = new List<SourceItem>();
        for (int i = 0; i < events.Length; i++)
        {
            string place = events.Length == 1 ? relative : string.Create(CultureInfo.InvariantCulture, $"{relative}#{i + 1}");
            items.AddRange(FileParts.OrBroken(reference, place, () => [ReadEvent(reference, path, place, events[i])]));
        }
        return items;
    }

    private static IEnumerable<JsonElement> Events(JsonElement root)
    {
        IEnumerable<JsonElement> all = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray()
            : root.Child("response") is { ValueKind: JsonValueKind.Array } response ? response.EnumerateArray()
            : root.Child("response") is { ValueKind: JsonValueKind.Object } single ? [single]
            : [root];
        return all.Select(each => each.Child("Event") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : each);
    }

    private static SourceItem ReadEvent(SourceReference reference, string path, string place, JsonElement e)
    {
        try
        {
            string info = e.Text("info") is { } title ? MarkdownBuilder.OneLine(title) : throw new UserError($"{path}: not a MISP event: it has no \"info\"");
            TrafficLight? light = e.Items("Tag").Concat(e.Items("EventTag").Select(tag => tag.Child("Tag") ?? default))
                .Select(tag => tag.Text("name")).OfType<string>().Where(tag => tag.StartsWith("tlp:", StringComparison.OrdinalIgnoreCase))
                .Select(TrafficLights.Parse).Max();
            return SourceItem.Keep(new Document
            {
                // Exports of one event at different times may lie side by side, so that its uuid alone would not do.
                Id = e.Text("uuid") is { } uuid && !place.Contains(uuid, StringComparison.Ordinal) ? $"{place}#{uuid}" : place,
                Source = reference.Name,
                Title = info,
                Text = MispEventStory.Tell(e, info),
                Date = Prose.IsoDate(e.Text("date")),
                Licence = reference.Licence,
                Tlp = light?.Label() ?? reference.Tlp,
            }) with
            { Related = string.Join(' ', MispEventStory.Vulnerabilities(e)) };
        }
        catch (InvalidOperationException problem)
        {
            throw new UserError($"{path}: text that is not Unicode: half of a surrogate pair", "Export the event again.", problem);
        }
    }
}

using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Stix;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>
/// MISP galaxies: files of clusters (threat actors, tools, ransomware, ...), a document a cluster. Clusters refer to each other
/// across files by uuid; the names behind them are read from the whole source first.
/// </summary>
internal sealed class MispGalaxySource : IDocumentSource
{
    public string Kind => "misp-galaxy";

    public string Description => "MISP galaxy clusters (the .json files of clusters), a file or a folder";

    public bool ItemsStandAlone => true;

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        var names = new Lazy<Dictionary<string, string>>(() => Names(reference));
        return FileParts.Files(reference, [".json"], (path, relative) => JsonText.Read(path, galaxy => ReadFile(reference, path, relative, galaxy, names)));
    }

    /// <summary>Cluster names by uuid; a file that cannot be read is told of when its own turn comes.</summary>
    private static Dictionary<string, string> Names(SourceReference reference)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, _) in SourceFiles.Of(reference, ".json"))
        {
            try
            {
                foreach ((string uuid, string value) in JsonText.Read(path, Values))
                    names.TryAdd(uuid, value);
            }
            catch (UserError)
            {
            }
        }
        return names;
    }

    private static List<(string, string)> Values(JsonElement galaxy) =>
        [.. galaxy.Items("values").Where(cluster => cluster.Text("uuid") is not null && cluster.Text("value") is not null).Select(cluster => (cluster.Text("uuid") ?? "", cluster.Text("value")?.Trim() ?? ""))];

    private static List<SourceItem> ReadFile(SourceReference reference, string path, string relative, JsonElement galaxy, Lazy<Dictionary<string, string>> names)
    {
        if (galaxy.Child("values") is not { ValueKind: JsonValueKind.Array })
        {
            // The folder "galaxies" beside "clusters" says how a page shows them.
            return galaxy.Text("namespace") is not null || galaxy.Text("icon") is not null ? []
                : throw new UserError($"{path}: not a MISP galaxy: it has no list \"values\"");
        }
        var items = new List<SourceItem>();
        int number = 0;
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement cluster in galaxy.Items("values"))
            items.AddRange(FileParts.OrBroken(reference, $"{relative}#{++number}", () => [ReadCluster(reference, path, number, galaxy, cluster, names.Value)]));
        return [.. items.Select((item, i) => used.Add(item.Document.Id) ? item : item with { Document = item.Document with { Id = $"{item.Document.Id}-{i + 1}" } })];
    }

    private static SourceItem ReadCluster(SourceReference reference, string path, int number, JsonElement galaxy, JsonElement cluster, Dictionary<string, string> names)
    {
        try
        {
            string value = cluster.Text("value") is { } name ? MarkdownBuilder.OneLine(name) : throw new UserError($"{path}: value {number} has no name");
            var document = new Document
            {
                // Galaxies copy each other's clusters, uuid and all.
                Id = $"{galaxy.Text("type") ?? Path.GetFileNameWithoutExtension(path)}/{cluster.Text("uuid") ?? value}",
                Source = reference.Name,
                Title = value,
                Text = MispGalaxyStory.Tell(value, galaxy, cluster, names),
                Licence = reference.Licence ?? "CC0-1.0",
                Tlp = reference.Tlp,
            };
            return cluster.Flag("revoked") ? SourceItem.Drop(document, Reasons.Revoked)
                : cluster.Flag("deprecated") || cluster.Child("meta")?.Flag("deprecated") == true ? SourceItem.Drop(document, Reasons.Deprecated)
                : MispGalaxyStory.SaysNothing(galaxy, cluster, names) ? SourceItem.Drop(document, Reasons.Empty, "a name and nothing else")
                : SourceItem.Keep(document);
        }
        catch (InvalidOperationException e)
        {
            throw new UserError($"{path}: value {number}: text that is not Unicode: half of a surrogate pair", "Fetch the file again.", e);
        }
    }
}

using System.Text.Json;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Stix;

/// <summary>MITRE's STIX 2 bundles: one document for every technique, group, piece of software, campaign, mitigation, detection strategy, ...</summary>
internal sealed class StixSource(string kind, string description, string licence) : IDocumentSource
{
    public string Kind => kind;

    public string Description => description;

    public bool ItemsStandAlone => true;

    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        FileParts.Files(reference, [".json"], (path, _) => ReadFile(path, reference));

    private List<SourceItem> ReadFile(string path, SourceReference reference)
    {
        using JsonDocument json = JsonText.ReadFile(path);
        return Tell(json.RootElement, path, reference);
    }

    private List<SourceItem> Tell(JsonElement root, string path, SourceReference reference)
    {
        try
        {
            StixBundle bundle = StixBundle.Parse(root, path);
            return [.. bundle.Objects.Select(o => Tell(bundle, o, reference)).OfType<SourceItem>()];
        }
        catch (InvalidOperationException e)
        {
            throw new Core.UserError($"{path}: text that is not Unicode: half of a surrogate pair", "Fetch the file again.", e);
        }
    }

    private SourceItem? Tell(StixBundle bundle, StixObject o, SourceReference reference)
    {
        if (o.Name.Length == 0 || StixStories.For(o, bundle) is not { } story)
            return null;
        var document = new Document
        {
            Id = o.ExternalId ?? o.Id,
            Source = reference.Name,
            Title = $"{o.ExternalId} {bundle.FullName(o)}".Trim(),
            Text = o.Verdict.Kept ? story(o, bundle) : o.Description ?? o.Name,
            Url = o.Url,
            Date = o.Json.Text("modified") is { Length: >= 10 } date ? date[..10] : null,
            Licence = licence,
        };
        return new SourceItem(document, o.Verdict);
    }
}

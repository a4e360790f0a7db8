using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>MITRE ATLAS, attacks on systems that learn: its published file ATLAS.yaml, in which the templates of its data folder are resolved.</summary>
internal sealed class AtlasSource : IDocumentSource
{
    public string Kind => "atlas";

    public string Description => "MITRE ATLAS as published (ATLAS.yaml), the file or a folder with it";

    public bool ItemsStandAlone => true;

    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        FileParts.Files(reference, ["ATLAS.yaml"], (path, relative) => YamlText.Read(reference, path, relative, document => ReadMatrix(reference, path, document.Root)));

    private static IEnumerable<SourceItem> ReadMatrix(SourceReference reference, string path, YamlNode root)
    {
        if (root.Items("matrices").Count == 0)
            throw new UserError($"{path}: not ATLAS: it has no list \"matrices\"", "Read dist/ATLAS.yaml of github.com/mitre-atlas/atlas-data.");
        return ReadAll(reference, new AtlasMatrix(root));
    }

    private static IEnumerable<SourceItem> ReadAll(SourceReference reference, AtlasMatrix matrix) => matrix.Objects.Select(o => SourceItem.Keep(new Document
    {
        Id = o.Id,
        Source = reference.Name,
        Title = $"{o.Id} {matrix.FullName(o)}",
        Text = AtlasStory.Tell(o, matrix),
        Url = o.Kind is "tactic" or "technique" or "mitigation" ? $"https://atlas.mitre.org/{o.Kind}s/{o.Id}" : $"https://atlas.mitre.org/studies/{o.Id}",
        Date = Prose.IsoDate(o.Node.Text("modified_date")) ?? Prose.IsoDate(o.Node.Text("incident-date")),
        Licence = reference.Licence ?? "Apache-2.0",
        Tlp = reference.Tlp,
    }));
}

using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>OSCAL catalogues (NIST's format for security controls, JSON): a document a control, its enhancements with it.</summary>
internal sealed class OscalSource : IDocumentSource
{
    public string Kind => "oscal";

    public string Description => "OSCAL catalogues of security controls (.json), a file or a folder";

    public bool ItemsStandAlone => true;

    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        FileParts.Files(reference, [".json"], (path, relative) => JsonText.Read(path, json => ReadFile(reference, path, relative, json)));

    private static List<SourceItem> ReadFile(SourceReference reference, string path, string relative, JsonElement json)
    {
        if (json.Child("catalog") is not { ValueKind: JsonValueKind.Object } root)
            throw new UserError($"{path}: not an OSCAL catalogue: it has no object \"catalog\"", "Profiles, component definitions and plans are not read.");
        var catalogue = new OscalCatalogue(root);
        var used = new HashSet<string>(StringComparer.Ordinal);
        return [.. catalogue.Controls.Select(control => ReadControl(reference, relative, catalogue, control, used))];
    }

    private static SourceItem ReadControl(SourceReference reference, string relative, OscalCatalogue catalogue, OscalControl control, HashSet<string> used)
    {
        string id = $"{relative}#{control.Id}";
        for (int again = 2; !used.Add(id); again++)
            id = $"{relative}#{control.Id}-{again}";
        var document = new Document
        {
            Id = id,
            Source = reference.Name,
            Title = control.Name,
            Text = OscalStory.Tell(control, catalogue),
            Date = Prose.IsoDate(catalogue.LastModified),
            Licence = reference.Licence ?? (catalogue.Title.Contains("NIST", StringComparison.Ordinal) ? "public domain" : null),
            Tlp = reference.Tlp,
        };
        return control.IsWithdrawn ? SourceItem.Drop(document, Reasons.Deprecated, "withdrawn") : SourceItem.Keep(document);
    }
}

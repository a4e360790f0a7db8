using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>RFCs as text: the abstract with what the head says, then every section as a document under the RFC's title.</summary>
internal sealed class RfcSource : IDocumentSource
{
    private const int MaxBytes = 32 << 20;

    public string Kind => "rfc";

    public string Description => "RFCs as text (rfc*.txt), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        FileParts.Files(reference, [".txt"], (path, relative) => ReadFile(reference, path, relative));

    private static IEnumerable<SourceItem> ReadFile(SourceReference reference, string path, string relative)
    {
        string name = Path.GetFileName(relative);
        // Indexes and licences lie beside the documents.
        if (!File.Exists(reference.Path) && !name.StartsWith("rfc", StringComparison.OrdinalIgnoreCase))
            return [];
        var rfc = RfcText.Parse(EncodedText.Decode(InputFile.ReadAll(path, MaxBytes)));
        if (rfc.Number is null || rfc.Title.Length == 0)
            throw new UserError($"{path}:1: not an RFC: its head has no \"Request for Comments\" and title", "Drafts, HTML and XML are not read.");
        return RfcStory.Tell(rfc).Select(part => SourceItem.Keep(new Document
        {
            Id = part.Id,
            Source = reference.Name,
            Title = part.Title,
            Text = part.Text,
            Url = $"https://www.rfc-editor.org/rfc/rfc{rfc.Number}",
            Date = rfc.Date,
            Licence = reference.Licence ?? "IETF Trust Legal Provisions",
            Tlp = reference.Tlp,
        }));
    }
}

using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Files.Office;

namespace Hone.Corpus.Sources.Files;

/// <summary>
/// Word documents as Markdown: headings, lists, tables, code, footnotes. Comments, page heads and feet, tables of contents,
/// tracked deletions and hidden text are left out.
/// </summary>
internal sealed class DocxSource : IDocumentSource
{
    public string Kind => "docx";

    public string Description => "Word documents (.docx) of a folder, or one file";

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference) => WholeFiles.Parts(reference, [".docx", ".docm", ".dotx"], Read);

    private static SourceItem Read(Document document, byte[] content)
    {
        if (OfficePackage.OldFormat(content) is { } why)
            return SourceItem.Drop(document, Reasons.Unreadable, why);
        using var package = new OfficePackage(content);
        WordText text = WordText.Read(package);
        (string? title, string? date) = CoreProperties.Read(package);
        return SourceItem.Keep(document with { Text = text.Markdown, Title = text.Title ?? title, Date = date });
    }
}

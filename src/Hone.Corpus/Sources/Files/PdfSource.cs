using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Files.Pdf;

namespace Hone.Corpus.Sources.Files;

/// <summary>
/// PDF files through poppler's pdftotext, in a process of its own with bounded time, memory and output. Page heads, page feet and
/// page numbers are taken out, words put together that a line end parts, and lines joined to paragraphs.
/// </summary>
internal sealed class PdfSource : IDocumentSource
{
    public string Kind => "pdf";

    public string Description => "PDF files of a folder, or one file, through pdftotext of poppler-utils, which must be installed";

    public bool IsPublisher => false;

    public UserError? Lacks => PopplerTools.Lacking();

    public IEnumerable<SourcePart> Parts(SourceReference reference) => Lacks is { } lacks
        ? throw lacks
        : FileParts.Files(reference, [".pdf"], (path, relative) => [ReadFile(WholeFiles.Empty(reference, relative), path)]);

    private static SourceItem ReadFile(Document document, string path)
    {
        if (InputFile.IsGzip(path))
            return SourceItem.Drop(document, Reasons.Unreadable, "a packed PDF: unpack it first");
        if (new FileInfo(path) is { Exists: true, Length: > PopplerTools.MaxFileBytes })
            return SourceItem.Drop(document, Reasons.TooLarge, $"more than {PopplerTools.MaxFileBytes >> 20} MiB");
        ToolOutput output = PopplerTools.Text(path);
        if (output.Problem is { } problem)
            return SourceItem.Drop(document, output.Encrypted ? Reasons.Unreadable : Reasons.Broken, problem);
        string text = PageText.Repair(output.Text);
        if (text.Length < 20)
            return SourceItem.Drop(document, Reasons.Unreadable, "its pages are images without text: recognise the text (OCR) first");
        (string? title, string? date) = PdfFacts.Read(PopplerTools.Facts(path));
        return SourceItem.Keep(document with { Text = text, Title = title, Date = date });
    }
}

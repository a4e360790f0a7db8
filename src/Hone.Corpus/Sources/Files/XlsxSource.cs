using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Files.Office;
using Hone.Corpus.Sources.Files.Tables;

namespace Hone.Corpus.Sources.Files;

/// <summary>
/// Excel workbooks. Every visible sheet is a document, a long one several: a Markdown table, or where its cells are long or many,
/// records under the names of the first row. With the options of csv every row is a document.
/// </summary>
internal sealed class XlsxSource : IDocumentSource
{
    public string Kind => "xlsx";

    public string Description => "Sheets of Excel workbooks (.xlsx); options text, title, id and date name columns and make every row a document";

    public bool IsPublisher => false;

    public IReadOnlyList<string> Options => TableColumns.Options;

    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        WholeFiles.PartsOfMany(reference, [".xlsx", ".xlsm"], (document, content) => Read(reference, document, content));

    private static IEnumerable<SourceItem> Read(SourceReference reference, Document document, byte[] content)
    {
        if (OfficePackage.OldFormat(content) is { } why)
        {
            yield return SourceItem.Drop(document, Reasons.Unreadable, why);
            yield break;
        }
        using var package = new OfficePackage(content);
        var ids = new UniqueIds();
        Workbook workbook = Workbook.Read(package);
        foreach ((string name, string part) in workbook.Sheets)
            foreach (Document told in new SheetDocuments(reference, document with { Id = $"{document.Id}#{name}", Title = name }, ids).Of([.. workbook.Rows(package, part)]))
                yield return SourceItem.Keep(told);
    }
}

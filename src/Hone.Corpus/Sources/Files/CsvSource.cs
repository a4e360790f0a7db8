using Hone.Core.Documents;
using Hone.Corpus.Sources.Files.Tables;

namespace Hone.Corpus.Sources.Files;

/// <summary>
/// Rows of CSV files, each a document: its columns as "name: value" lines, or one of them as the text with the others as its
/// head. Delimiter, character set and header are found; options name the columns: "?text=body&amp;title=subject&amp;id=key&amp;date=opened".
/// </summary>
internal sealed class CsvSource : IDocumentSource
{
    private const int PartCharacters = 1 << 20;

    public string Kind => "csv";

    public string Description => "Rows of .csv and .tsv files; options text, title, id and date name columns, header=no says there is none";

    public bool IsPublisher => false;

    public IReadOnlyList<string> Options => TableColumns.Options;

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        var ids = new UniqueIds();
        return SourceFiles.Of(reference, ".csv", ".tsv").SelectMany(file => PartsOf(reference, file.Path, file.Relative, ids));
    }

    private static IEnumerable<SourcePart> PartsOf(SourceReference reference, string path, string relative, UniqueIds ids)
    {
        DelimitedForm form = DelimitedForm.Find(path);
        TableColumns? columns = null;
        var batch = new List<SourceItem>();
        int size = 0;
        foreach ((CsvRow row, CsvRow? next) in WithNext(form.Read(path)))
        {
            if (columns is null)
            {
                columns = TableColumns.Find(row.Fields, next?.Fields, reference, path);
                if (columns.HasNames)
                    continue;
            }
            batch.Add(Tell(reference, columns, row, relative, ids));
            size += row.Fields.Sum(field => field.Length);
            if (size < PartCharacters)
                continue;
            yield return Part(relative, batch);
            (batch, size) = ([], 0);
        }
        if (batch.Count > 0)
            yield return Part(relative, batch);
    }

    private static SourcePart Part(string relative, List<SourceItem> items) => new(relative, () => items);

    private static SourceItem Tell(SourceReference reference, TableColumns columns, CsvRow row, string relative, UniqueIds ids)
    {
        string place = $"{relative}:{row.Line}";
        if (row.Problem is { } problem)
            return SourceItem.Broken(reference, place, problem);
        Document document = WholeFiles.Empty(reference, ids.Take(columns.Id(row.Fields), place));
        return SourceItem.Keep(columns.Tell(document, row.Fields));
    }

    private static IEnumerable<(CsvRow Row, CsvRow? Next)> WithNext(IEnumerable<CsvRow> rows)
    {
        CsvRow? held = null;
        foreach (CsvRow row in rows)
        {
            if (held is { } before)
                yield return (before, row);
            held = row;
        }
        if (held is { } last)
            yield return (last, null);
    }
}

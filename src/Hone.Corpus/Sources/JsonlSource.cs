using System.Globalization;
using System.Text.Json;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources;

/// <summary>
/// JSON Lines with a "text" in every object: this program's own documents, and other collections with id or doc, title, source,
/// url, date, licence or license. A line without an id is called by its file and number.
/// </summary>
internal sealed class JsonlSource : IDocumentSource
{
    public string Kind => "jsonl";

    public string Description => "JSON Lines (.jsonl, .jsonl.gz) with a text in every object, a file or a folder";

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference) => SourceFiles.Of(reference, ".jsonl", ".ndjson")
        .SelectMany(file => FileParts.Lines(reference, file.Path, file.Relative, line => [ReadLine(reference, line, file.Relative)]));

    private static SourceItem ReadLine(SourceReference reference, JsonLine line, string relative)
    {
        using JsonDocument json = JsonText.ReadLine(line);
        JsonElement o = json.RootElement;
        try
        {
            if (o.Child("text") is not { ValueKind: JsonValueKind.String } text)
                throw line.Error("no \"text\"");
            var document = new Document
            {
                Id = o.Text("id") ?? o.Text("doc") ?? string.Create(CultureInfo.InvariantCulture, $"{relative}:{line.Number}"),
                Text = text.GetString() ?? "",
                Source = o.Text("source") ?? reference.Name,
                Title = o.Text("title"),
                Url = o.Text("url"),
                Date = o.Text("date"),
                Licence = o.Text("licence") ?? o.Text("license") ?? reference.Licence,
                Tlp = o.Text("tlp") ?? reference.Tlp,
            };
            return SourceItem.Keep(document) with { Related = string.Join(' ', o.Texts("cve")) };
        }
        catch (InvalidOperationException e)
        {
            throw line.Error("text that is not Unicode: half of a surrogate pair", e);
        }
    }
}

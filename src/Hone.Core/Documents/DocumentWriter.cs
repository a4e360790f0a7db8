namespace Hone.Core.Documents;

/// <summary>Writes documents to a .jsonl or .jsonl.gz file that appears under its name only when it is complete.</summary>
public sealed class DocumentWriter(string path) : IDisposable
{
    private readonly JsonLineWriter<Document> _lines = new(path, DocumentJson.Readable.Document);

    public long Count { get; private set; }

    public void Write(Document document)
    {
        _lines.Write(document);
        Count++;
    }

    public void Complete() => _lines.Complete();

    public void Dispose() => _lines.Dispose();
}

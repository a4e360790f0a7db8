using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hone.Core.Documents;

/// <summary>Writes a .jsonl or .jsonl.gz file that is there whole or not at all; the same values give the same bytes.</summary>
public sealed class JsonLineWriter<T> : IDisposable
{
    private readonly AtomicFile _file;
    private readonly Stream _output;
    private readonly JsonTypeInfo<T> _type;

    public JsonLineWriter(string path, JsonTypeInfo<T> type)
    {
        _type = type;
        _file = new AtomicFile(path);
        _output = InputFile.IsGzip(path) ? new GZipStream(_file.Stream, CompressionLevel.Optimal, leaveOpen: true) : new BufferedStream(_file.Stream);
    }

    public void Write(T value)
    {
        JsonSerializer.Serialize(_output, value, _type);
        _output.WriteByte((byte)'\n');
    }

    public void Complete()
    {
        // Closing a gzip stream writes its end; a buffered one would close the file under it.
        if (_output is GZipStream)
            _output.Dispose();
        else
            _output.Flush();
        _file.Complete();
    }

    public void Dispose() => _file.Dispose();
}

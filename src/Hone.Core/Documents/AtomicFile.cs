namespace Hone.Core.Documents;

/// <summary>
/// A file that is there whole or not at all: written under a temporary name beside its place, flushed to the disk, then renamed.
/// Disposed without <see cref="Complete"/> it leaves nothing.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    /// <summary>What a killed program may leave behind; a stage's directory is cleared of such files before the stage goes on.</summary>
    public const string TemporarySuffix = ".partial";

    private readonly string _path;
    private readonly FileStream _stream;
    private bool _completed;

    public AtomicFile(string path)
    {
        _path = path;
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            Directory.CreateDirectory(directory);
        _stream = new FileStream(path + TemporarySuffix, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
    }

    public Stream Stream => _stream;

    /// <summary>Flushes to the disk and gives the file its name.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_path + TemporarySuffix, _path, overwrite: true);
        _completed = true;
    }

    public void Dispose()
    {
        if (_completed)
            return;
        try
        {
            // Writes what is still buffered, which fails on a full disk: the rest must go all the same.
            _stream.Dispose();
        }
        catch (IOException)
        {
        }
        File.Delete(_path + TemporarySuffix);
    }

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new AtomicFile(path);
        file.Stream.Write(content);
        file.Complete();
    }
}

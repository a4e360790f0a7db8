using System.Text.Json;
using Hone.Core.Documents;
using Hone.Core.Runs;

namespace Hone.Corpus.Fetching.Network;

/// <summary>A file that is arriving, and the note of what the server calls it. The note is written before the first byte.</summary>
internal sealed class PartFile
{
    private readonly DownloadRequest _request;
    private readonly string _path;

    public PartFile(string folder, DownloadRequest request)
    {
        _request = request;
        _path = Path.Combine(folder, FetchHome.ShortHash(request.Address.AbsoluteUri) + (request.Shape == ContentShape.Gzip ? ".part.gz" : ".part"));
        State = ReadNote(NotePath(_path));
        if (State?.Address != request.Address.AbsoluteUri || Length > request.MaxBytes)
            Drop();
    }

    public PartialDownload? State { get; private set; }

    public Uri Address => _request.Address;

    public string Title => _request.Title;

    public long MaxBytes => _request.MaxBytes;

    public long Length => File.Exists(_path) ? new FileInfo(_path).Length : 0;

    public static string NotePath(string path) => path + ".json";

    public FileStream Append() => new(_path, FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 16, FileOptions.Asynchronous);

    public void Drop()
    {
        File.Delete(_path);
        File.Delete(NotePath(_path));
        State = null;
    }

    /// <summary>The whole file comes: what was there is of no use.</summary>
    public void Begin(HttpResponseMessage response)
    {
        Drop();
        var headers = response.Content.Headers;
        State = new PartialDownload
        {
            Address = Address.AbsoluteUri,
            Etag = response.Headers.ETag?.ToString(),
            LastModified = headers.LastModified?.ToString("r", null),
            Total = headers.ContentLength,
        };
        AtomicFile.Write(NotePath(_path), JsonSerializer.SerializeToUtf8Bytes(State, FetchJson.Readable.PartialDownload));
    }

    public void CheckBegins(HttpResponseMessage response)
    {
        CheckType(response);
        if (response.Content.Headers.ContentLength > MaxBytes)
            throw TooLarge();
    }

    /// <summary>The rest comes: it has to be of the same file, and begin where ours ends.</summary>
    public void CheckContinues(HttpResponseMessage response)
    {
        CheckType(response);
        var range = response.Content.Headers.ContentRange;
        string? tag = response.Headers.ETag?.ToString();
        bool same = State is not null && range?.From == Length && (range.Length is null || State.Total is null || range.Length == State.Total) && (tag is null || State.Etag is null || tag == State.Etag);
        if (same)
            return;
        Drop();
        throw new FetchFailure($"{Address}: changed while it was fetched; from the start") { Transient = true };
    }

    public FetchFailure TooLarge()
    {
        Drop();
        return new FetchFailure($"{Address}: larger than {MaxBytes >> 20:N0} MiB, the most that is expected of it", "look with a browser whether it is what it should be") { BadContent = true };
    }

    /// <summary>Whole as far as the server is concerned; now it has to look like what was asked for.</summary>
    public async Task<DownloadedFile> FinishAsync(CancellationToken cancel)
    {
        try
        {
            await ContentCheck.VerifyAsync(_path, _request.Shape, Address, State?.Total is null, cancel);
        }
        catch (FetchFailure)
        {
            Drop();
            throw;
        }
        FileRecord record = await ContentHash.OfFileAsync(_path, "", cancel);
        return new DownloadedFile(_path, record.Bytes, record.Sha256, State?.Etag, State?.LastModified);
    }

    private void CheckType(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
            throw ContentCheck.WebPage(Address);
        // A .gz file is now and then declared to be its content, packed for the journey; its bytes are the same.
        if (response.Content.Headers.ContentEncoding.Any(e => e != "identity" && !(e == "gzip" && _request.Shape == ContentShape.Gzip)))
            throw new FetchFailure($"{Address}: sent in an encoding that was not asked for ({string.Join(", ", response.Content.Headers.ContentEncoding)})", "a proxy in between may do this: see --mirror");
    }

    private static PartialDownload? ReadNote(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), FetchJson.Readable.PartialDownload) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

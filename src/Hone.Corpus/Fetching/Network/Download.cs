using System.Net;
using System.Net.Http.Headers;
using Hone.Core.Runs;

namespace Hone.Corpus.Fetching.Network;

/// <summary>
/// One file from one address into a folder, in as many pieces as it takes. What has arrived stays beside a note of what the server
/// called it (ETag, Last-Modified); the next attempt, or the next run, asks for the rest on condition that it is still the same
/// (RFC 9110, Range with If-Range). Only a file that is whole and looks like what it should be is handed on.
/// </summary>
internal sealed class Download(FetchClient client, string folder, IProgressReporter progress)
{
    /// <summary>Interruptions that did bring something are no reason to give up, up to so many.</summary>
    private const int MostRounds = 200;

    /// <param name="known">What is there already: the server is asked whether it changed.</param>
    /// <returns>The file, or null where nothing has changed.</returns>
    public async Task<DownloadedFile?> GetAsync(DownloadRequest request, LockedPart? known, CancellationToken cancel)
    {
        var part = new PartFile(folder, request);
        for (int round = 0; ; round++)
        {
            long before = part.Length;
            try
            {
                return await client.GetAsync(request.Address, headers => Prepare(headers, part, known), (response, token) => ReadAsync(response, part, known, token), cancel);
            }
            catch (FetchFailure failure) when (failure.Transient && part.Length > before && round < MostRounds)
            {
                progress.Note($"{failure.Message}; going on at {part.Length:N0} bytes");
            }
        }
    }

    private static void Prepare(HttpRequestHeaders headers, PartFile part, LockedPart? known)
    {
        if (known?.Etag is { } tag && EntityTagHeaderValue.TryParse(tag, out EntityTagHeaderValue? parsed))
            headers.IfNoneMatch.Add(parsed);
        else if (known?.LastModified is { } date)
            headers.TryAddWithoutValidation("If-Modified-Since", date);
        if (part.Length == 0 || part.State?.Validator is not { } validator)
            return;
        headers.Range = new RangeHeaderValue(part.Length, null);
        headers.TryAddWithoutValidation("If-Range", validator);
    }

    private async Task<DownloadedFile?> ReadAsync(HttpResponseMessage response, PartFile part, LockedPart? known, CancellationToken cancel)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotModified when known is not null:
                part.Drop();
                return null;
            case HttpStatusCode.RequestedRangeNotSatisfiable when part.Length > 0 && response.Content.Headers.ContentRange?.Length == part.Length:
                // Nothing is left to send: all had arrived before the last run was stopped.
                return await part.FinishAsync(cancel);
            case HttpStatusCode.PartialContent:
                part.CheckContinues(response);
                break;
            case HttpStatusCode.OK:
                part.CheckBegins(response);
                part.Begin(response);
                break;
            default:
                part.Drop();
                throw new FetchFailure($"{part.Address}: an answer that fits no question: status {(int)response.StatusCode}") { Transient = true };
        }
        await CopyAsync(response, part, cancel);
        return await part.FinishAsync(cancel);
    }

    private async Task CopyAsync(HttpResponseMessage response, PartFile part, CancellationToken cancel)
    {
        progress.Begin(part.Title, part.State?.Total ?? 0, "bytes");
        progress.Report(part.Length);
        await using FileStream file = part.Append();
        await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        byte[] buffer = new byte[1 << 16];
        long sinceReset = 1024;
        while (true)
        {
            if (sinceReset >= 1024)
            {
                patience.CancelAfter(client.Stall);
                sinceReset = 0;
            }
            int read = await ReadOnceAsync(body, buffer, part, patience.Token, cancel);
            if (read == 0)
                break;
            if (file.Length + read > part.MaxBytes)
                throw part.TooLarge();
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            sinceReset += read;
            progress.Report(file.Length);
        }
        file.Flush(flushToDisk: true);
        if (part.State?.Total is { } total && file.Length != total)
            throw new FetchFailure($"{part.Address}: {file.Length:N0} of {total:N0} bytes arrived") { Transient = true };
    }

    private static async Task<int> ReadOnceAsync(Stream body, byte[] buffer, PartFile part, CancellationToken patience, CancellationToken cancel)
    {
        try
        {
            return await body.ReadAsync(buffer, patience);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new FetchFailure($"{part.Address}: stopped sending", null, e) { Transient = true };
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new FetchFailure($"{part.Address}: broke off: {e.Message}", null, e) { Transient = true };
        }
    }
}

/// <param name="Title">What progress calls it.</param>
internal sealed record DownloadRequest(Uri Address, string Title, ContentShape Shape, long MaxBytes);

/// <summary>A whole file, checked, still in the staging folder.</summary>
internal sealed record DownloadedFile(string Path, long Bytes, string Sha256, string? Etag, string? LastModified)
{
    /// <summary>Deletes it and the note beside it, once it was put to use.</summary>
    public void Drop()
    {
        File.Delete(Path);
        File.Delete(PartFile.NotePath(Path));
    }
}

/// <summary>The note beside a file that is not whole yet.</summary>
internal sealed record PartialDownload
{
    public required string Address { get; init; }

    public string? Etag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>How long the whole will be, where the server said so.</summary>
    public long? Total { get; init; }

    /// <summary>What If-Range may be asked with: a weak tag promises too little.</summary>
    public string? Validator => Etag is { } tag ? tag.StartsWith("W/", StringComparison.Ordinal) ? null : tag : LastModified;
}

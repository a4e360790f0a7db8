using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>What a client asked for.</summary>
internal sealed record Asked(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>An answer, good or bad: how many of its bytes are really sent, and what is claimed of them.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    public string Type { get; init; } = "application/json";

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The stated length, where it is not the true one; -1: none is stated.</summary>
    public long? StatedLength { get; init; }

    /// <summary>The connection ends after so many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Nothing more comes after so many bytes of the body, and the connection stays open.</summary>
    public int? StallAfter { get; init; }

    public static Answer Ok(string text) => new(200, Encoding.UTF8.GetBytes(text));

    public static Answer To(string location) => new(302, []) { Headers = { ["Location"] = location } };

    public Answer With(string header, string value) => this with { Headers = new(Headers) { [header] = value } };

    /// <summary>As a well-behaved server gives a file: with its ETag, 304 where it is known, the rest where only that is asked for.</summary>
    public static Answer File(Asked asked, byte[] body, string type = "application/json")
    {
        string tag = '"' + Convert.ToHexStringLower(SHA256.HashData(body))[..12] + '"';
        var headers = new Dictionary<string, string> { ["ETag"] = tag };
        if (asked["If-None-Match"] == tag)
            return new(304, []) { Headers = headers };
        if (asked["Range"] is not { } range || (asked["If-Range"] is { } condition && condition != tag))
            return new(200, body) { Headers = headers, Type = type };
        int from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        if (from >= body.Length)
            return new(416, []) { Headers = new(headers) { ["Content-Range"] = $"bytes */{body.Length}" }, Type = type };
        return new(206, body[from..]) { Headers = new(headers) { ["Content-Range"] = $"bytes {from}-{body.Length - 1}/{body.Length}" }, Type = type };
    }
}

/// <summary>
/// A web server on this machine that says exactly what a test wants, byte for byte: no library would let it lie so freely.
/// Paths are those of a mirror: /host/path.
/// </summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Asked, Answer?> _answer;

    public LocalServer(Func<Asked, Answer?> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Mirror => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public IEnumerable<string> Paths => Requests.Select(request => request.Path);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                if (await ReadAsync(stream) is not { } asked)
                    return;
                Requests.Enqueue(asked);
                await WriteAsync(stream, _answer(asked) ?? new Answer(404, "nothing here"u8.ToArray()) { Type = "text/plain" });
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task<Asked?> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, false, 1024, leaveOpen: true);
        if (await reader.ReadLineAsync(_stop.Token) is not { } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        return new Asked(first.Split(' ')[1], headers);
    }

    private async Task WriteAsync(NetworkStream stream, Answer answer)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Said\r\nConnection: close\r\nContent-Type: {answer.Type}\r\n");
        if (answer.StatedLength != -1 && answer.Status != 304)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.StatedLength ?? answer.Body.Length}\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        int send = answer.CutAfter ?? answer.StallAfter ?? answer.Body.Length;
        await stream.WriteAsync(answer.Body.AsMemory(0, send), _stop.Token);
        if (answer.StallAfter is not null)
            await Task.Delay(Timeout.Infinite, _stop.Token);
    }
}

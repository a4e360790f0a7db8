using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hone.Cli.Output;

namespace Hone.Cli.Tests.Verbs;

/// <summary>hone fetch as a person meets it, against a mirror on this machine.</summary>
public sealed class FetchVerbTests : IDisposable
{
    private const string Catalogue = """{"title": "CISA Catalog of Known Exploited Vulnerabilities", "vulnerabilities": []}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("hone-fetch-").FullName;

    [Fact]
    public async Task List_NamesSourcesWithTheirLicences()
    {
        var (code, output, _) = await RunAsync("fetch", "--list");

        Assert.Equal(0, code);
        Assert.All(new[] { "attack", "cwe", "nvd", "NVD_API_KEY", "CC0-1.0" }, word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_AsJson_HasEverySourceOnce()
    {
        var (code, output, _) = await RunAsync("fetch", "--list", "--json");

        Assert.Equal(0, code);
        Assert.Distinct(JsonNode.Parse(output)!.AsArray().Select(s => (string?)s!["name"]));
    }

    [Fact]
    public async Task Fetch_ThenCheck_ThenBundle_ThenThere()
    {
        using var server = new Mirror(_ => (200, Catalogue, null));
        string data = Path.Combine(_folder, "data"), there = Path.Combine(_folder, "there"), bundle = Path.Combine(_folder, "b.tar.gz");

        var fetched = await RunAsync("fetch", "kev", "--to", data, "--mirror", server.Address, "--json");
        var check = await RunAsync("fetch", "--to", data, "--check");
        var packed = await RunAsync("fetch", "--to", data, "--bundle", bundle);
        var unpacked = await RunAsync("fetch", "--to", there, "--from-bundle", bundle, "--json");
        var offline = await RunAsync("fetch", "kev", "--to", there, "--offline", "--json");

        Assert.True(fetched.Code == 0, fetched.Error);
        JsonNode source = JsonNode.Parse(fetched.Out)!["sources"]![0]!;
        Assert.Equal(("kev", "new", $"kev:{data}/kev", "CC0-1.0"), ((string)source["name"]!, (string)source["state"]!, (string)source["reference"]!, (string)source["licence"]!));
        Assert.Equal((0, 0, 0, 0), (check.Code, packed.Code, unpacked.Code, offline.Code));
        Assert.Equal("""{"to":"X","sources":["kev"]}""".Replace("X", there, StringComparison.Ordinal), JsonNode.Parse(unpacked.Out)!.ToJsonString());
        Assert.Equal(Catalogue, await File.ReadAllTextAsync(Path.Combine(there, "kev", "known_exploited_vulnerabilities.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Offline_WithASourceThatIsNotThere_Exits1()
    {
        using var server = new Mirror(_ => (200, Catalogue, null));
        string data = Path.Combine(_folder, "data");
        await RunAsync("fetch", "kev", "--to", data, "--mirror", server.Address);

        var (code, _, error) = await RunAsync("fetch", "kev", "attack", "--to", data, "--mirror", server.Address, "--offline");

        Assert.Equal(1, code);
        Assert.Contains("error: attack: not in the lock", error, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Fetch_ThatFails_Exits1_AndSaysWhatToDo()
    {
        using var server = new Mirror(_ => (404, "no", null));

        var (code, output, error) = await RunAsync("fetch", "kev", "--to", Path.Combine(_folder, "data"), "--mirror", server.Address);

        Assert.Equal(1, code);
        Assert.Contains("failed", output, StringComparison.Ordinal);
        Assert.Contains("error: kev: https://www.cisa.gov/", error, StringComparison.Ordinal);
        Assert.Contains("hint: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "there is no source 'kve'", "fetch", "kve")]
    [InlineData(1, "no source is named", "fetch")]
    [InlineData(2, "cannot be given together", "fetch", "kev", "--check", "--bundle", "b.tar.gz")]
    [InlineData(2, "--since", "fetch", "csaf", "--since", "yesterday")]
    public async Task Question_ThatMakesNoSense_IsRefused(int expected, string problem, params string[] args)
    {
        var (code, _, error) = await RunAsync([.. args, "--to", Path.Combine(_folder, "none")]);

        Assert.Equal(expected, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "none")));
    }

    /// <summary>A process killed while a file arrives, and the same command again.</summary>
    [Fact]
    public async Task Fetch_Killed_GoesOnWithTheSameCommand()
    {
        string body = $"[{string.Join(',', Enumerable.Range(0, 40_000))}]";
        using var server = new Mirror(range => range is null ? (200, body, 100_000) : (206, body[int.Parse(range[6..^1], System.Globalization.CultureInfo.InvariantCulture)..], null)) { Total = body.Length };
        string data = Path.Combine(_folder, "data");
        string[] args = ["fetch", "kev", "--to", data, "--mirror", server.Address];
        using (var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "hone.dll"), .. args]) { RedirectStandardError = true, RedirectStandardOutput = true })!)
        {
            while (Arrived(data) < 65_536 && !process.HasExited)
                await Task.Delay(20, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.False(File.Exists(Path.Combine(data, "hone.lock.json")));
        Assert.False(Directory.Exists(Path.Combine(data, "kev")));

        var (code, _, error) = await RunAsync(args);

        Assert.True(code == 0, error);
        Assert.Equal(2, server.Requests);
        Assert.NotNull(server.LastRange);
        Assert.Equal(body, await File.ReadAllTextAsync(Path.Combine(data, "kev", "known_exploited_vulnerabilities.json"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long Arrived(string data) => Directory.Exists(data)
        ? Directory.EnumerateFiles(data, "*.part", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length)
        : 0;

    private static async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await Application.RunAsync(args, new CliStreams(TextReader.Null, output, error, TimeProvider.System), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Gives one answer (status, body, and after how many bytes it stalls) to whatever is asked.</summary>
    private sealed class Mirror : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Func<string?, (int Status, string Body, int? StallAfter)> _answer;

        public Mirror(Func<string?, (int Status, string Body, int? StallAfter)> answer)
        {
            _answer = answer;
            _listener.Start();
            _ = ServeAsync();
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public int Requests { get; private set; }

        public string? LastRange { get; private set; }

        public int Total { get; init; }

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                    _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            using (client)
            {
                try
                {
                    NetworkStream stream = client.GetStream();
                    using var reader = new StreamReader(stream, Encoding.Latin1, false, 1024, leaveOpen: true);
                    string? range = null;
                    while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                        range = line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase) ? line[7..] : range;
                    Requests++;
                    LastRange = range;
                    var (status, body, stallAfter) = _answer(range);
                    string part = status == 206 ? $"Content-Range: bytes {range![6..^1]}-{Total - 1}/{Total}\r\n" : "";
                    await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {status} Said\r\nConnection: close\r\nETag: \"one\"\r\nContent-Type: application/json\r\n{part}Content-Length: {body.Length}\r\n\r\n{body[..(stallAfter ?? body.Length)]}"), _stop.Token);
                    if (stallAfter is not null)
                        await Task.Delay(Timeout.Infinite, _stop.Token);
                }
                catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
                {
                }
            }
        }
    }
}

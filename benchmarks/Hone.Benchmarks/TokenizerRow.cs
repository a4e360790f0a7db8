using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hone.Core.Tokens;

namespace Hone.Benchmarks;

/// <summary>
/// Encoding texts of document size with a published vocabulary on one thread, against Hugging Face's tokenizers (peers/tokenizer, native binding
/// from npm). Both sides count processor time, so that other work on the machine does not decide.
/// </summary>
internal sealed class TokenizerRow(string vocabulary, string texts) : IRow
{
    private const int Passes = 6;

    private static readonly Lazy<string?> Inputs = new(TokenizerPeer.Install);

    public static IReadOnlyList<IRow> Suite() => [.. new[] { "gpt2", "o200k_base" }.SelectMany(_ => new[] { "english", "logs", "code" }, (vocabulary, texts) => new TokenizerRow(vocabulary, texts))];

    public string Name => $"encode {texts}, {vocabulary}";

    public string Peer => "Hugging Face tokenizers 0.23.2 (npm), one thread";

    public string Unit => "MB/s";

    public double Bar => 2;

    public double? MeasureOurs()
    {
        if (Inputs.Value is not { } inputs)
            return null;
        byte[] json = File.ReadAllBytes(Path.Combine(inputs, vocabulary + ".json"));
        var documents = ReadTexts(Path.Combine(inputs, texts + ".bin"));
        long bytes = documents.Sum(text => (long)Encoding.UTF8.GetByteCount(text));
        for (int pass = 0; pass < Passes / 2; pass++)
            Encode(json, documents);
        var taken = TimeSpan.Zero;
        for (int pass = 0; pass < Passes; pass++)
            taken += Encode(json, documents);
        return Passes * bytes / 1e6 / taken.TotalSeconds;
    }

    public double? MeasurePeer() => Inputs.Value is { } inputs ? TokenizerPeer.Measure(Path.Combine(inputs, vocabulary + ".json"), Path.Combine(inputs, texts + ".bin")) : null;

    /// <summary>Processor time of encoding all texts once, by a tokenizer that has not seen them: a text that comes again is quicker.</summary>
    private static TimeSpan Encode(byte[] json, List<string> documents)
    {
        var tokenizer = Tokenizer.Parse(json, "tokenizer.json");
        var before = Environment.CpuUsage.TotalTime;
        foreach (string text in documents)
            tokenizer.Encode(text);
        return Environment.CpuUsage.TotalTime - before;
    }

    private static List<string> ReadTexts(string path)
    {
        var texts = new List<string>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (rest.Length > 0)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            texts.Add(Encoding.UTF8.GetString(rest.Slice(4, length)));
            rest = rest[(4 + length)..];
        }
        return texts;
    }
}

/// <summary>Installs and runs the peer.</summary>
internal static class TokenizerPeer
{
    private static string Root => Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks";

    private static string Cache => Path.Combine(Root, ".peers", "tokenizer");

    /// <summary>The folder of vocabularies and texts, or null where npm cannot bring the peer; it says why.</summary>
    public static string? Install() =>
        Run(new ProcessStartInfo("/bin/sh", [Path.Combine(Root, "peers", "tokenizer", "install")])) is null ? null : Path.Combine(Cache, "inputs");

    public static double? Measure(string vocabulary, string texts)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Root, "peers", "tokenizer", "speed.mjs"), vocabulary, texts]);
        start.Environment["NODE_PATH"] = Path.Combine(Cache, "node_modules");
        start.Environment["RAYON_NUM_THREADS"] = "1";
        start.Environment["TOKENIZERS_PARALLELISM"] = "false";
        return Run(start) is { } rate ? double.Parse(rate, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>What the program prints, or null where it fails.</summary>
    private static string? Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : null;
    }
}

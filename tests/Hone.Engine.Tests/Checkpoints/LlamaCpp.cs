using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Hone.Engine.Tests.Checkpoints;

/// <summary>
/// llama.cpp beside us, by way of tests/peers/gguf/logprobs.mjs. HONE_LLAMA names the directory node-llama-cpp is installed in;
/// tests/peers/gguf/run installs it and sets that.
/// </summary>
public sealed class LlamaCpp : IDisposable
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);
    private readonly StringBuilder complaints = new();
    private readonly Process? process;

    public LlamaCpp()
    {
        process = Start();
        if (process is null)
            return;
        process.ErrorDataReceived += (_, line) => complaints.AppendLine(line.Data);
        process.BeginErrorReadLine();
    }

    internal sealed record Answer(double[]? Logprobs, int[]? Added, int[][]? Texts);

    internal bool IsThere => process is not null;

    internal Answer Ask(string model, int[]? tokens = null, int greedy = 0, string[]? texts = null)
    {
        string? line = null;
        if (!process!.HasExited)
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(new { model, tokens, greedy, texts }, Names));
            process.StandardInput.Flush();
            line = process.StandardOutput.ReadLine();
        }
        if (line is null)
        {
            process.WaitForExit();
            throw new InvalidOperationException($"llama.cpp ended with {process.ExitCode} at {model}: {complaints}");
        }
        return JsonSerializer.Deserialize<Answer>(line, Names) ?? throw new InvalidOperationException(line);
    }

    public void Dispose()
    {
        if (process is null)
            return;
        if (!process.HasExited)
            process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static Process? Start()
    {
        if (Environment.GetEnvironmentVariable("HONE_LLAMA") is not { Length: > 0 } directory)
            return null;
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Script());
        start.ArgumentList.Add(directory);
        return Process.Start(start);
    }

    private static string Script()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var script = Path.Combine(directory.FullName, "tests", "peers", "gguf", "logprobs.mjs");
            if (File.Exists(script))
                return script;
        }
        throw new FileNotFoundException("tests/peers/gguf/logprobs.mjs");
    }
}

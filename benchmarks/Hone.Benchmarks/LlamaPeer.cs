using System.Diagnostics;
using System.Text.Json;

namespace Hone.Benchmarks;

/// <summary>peers/llama/llama_speed.mjs: llama.cpp in one process that is asked for one measurement after the other.</summary>
internal sealed class LlamaPeer
{
    private static readonly string Folder = Path.Combine(Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks", "peers", "llama");
    private readonly Lazy<Process?> process = new(Start);
    private SpeedModel? loaded;

    public const string Name = "llama.cpp (node-llama-cpp 3.22.1), 2 threads";

    /// <summary>Seconds to read so many tokens; null where there is no npm.</summary>
    public double? Prefill(SpeedModel model, int tokens) => Ask(model, new { prefill = tokens });

    /// <summary>Seconds to choose so many tokens one after the other.</summary>
    public double? Decode(SpeedModel model, int tokens, int after) => Ask(model, new { decode = tokens, after });

    private double? Ask(SpeedModel model, object request)
    {
        if (process.Value is not { } peer)
            return null;
        if (loaded != model)
            Answer(peer, new { load = Path.GetFullPath(model.File()), threads = Environment.ProcessorCount, context = 1024 });
        loaded = model;
        return Answer(peer, request).GetProperty("seconds").GetDouble();
    }

    private static JsonElement Answer(Process peer, object request)
    {
        peer.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        return JsonSerializer.Deserialize<JsonElement>(peer.StandardOutput.ReadLine() ?? throw new InvalidOperationException("llama.cpp ended"));
    }

    private static Process? Start()
    {
        try
        {
            using var install = Process.Start(new ProcessStartInfo(Path.Combine(Folder, "install")) { RedirectStandardOutput = true });
            var directory = install?.StandardOutput.ReadLine();
            install?.WaitForExit();
            return install?.ExitCode == 0 && directory is not null
                ? Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "llama_speed.mjs"), directory]) { RedirectStandardInput = true, RedirectStandardOutput = true })
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

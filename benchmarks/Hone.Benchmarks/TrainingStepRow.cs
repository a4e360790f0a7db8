using System.Diagnostics;
using System.Globalization;
using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Training;

namespace Hone.Benchmarks;

/// <summary>
/// Forward, backward and AdamW of an 18.9 M parameter Llama shape on 4 rows of 512 tokens, against the same model written in PyTorch
/// (peers/torch_training_step.py).
/// </summary>
internal sealed class TrainingStepRow(bool bf16) : IRow
{
    private const int Steps = 6;
    private static readonly ModelShape Shape = new()
    {
        VocabularySize = 16_384,
        Hidden = 384,
        FeedForward = 1_024,
        Layers = 8,
        Heads = 6,
        KeyValueHeads = 2,
        HeadSize = 64,
        ContextLength = 512,
    };

    public string Name => $"training step 18.9M {(bf16 ? "bf16" : "f32")}";

    public string Peer => $"PyTorch (Debian), {(bf16 ? "bf16 autocast" : "f32")}, AVX-512 forced";

    public string Unit => "tokens/s";

    public double Bar => bf16 ? 1.3 : 2.2;

    public double MeasureOurs()
    {
        using var device = new CpuDevice(0, bf16 ? ComputeType.BF16 : ComputeType.F32);
        using var parameters = new ParameterSet(Shape);
        Trainer.Initialise(parameters, Shape.Layers, 1);
        var spec = new AdaptSpec { RowLength = 512, BatchRows = 4, MicroRows = 4, Kl = 0, Replay = 0 };
        using var trainer = new Trainer(device, Shape, parameters, null, spec, 0);
        var chance = new Xoshiro256(2);
        var rows = Enumerable.Range(0, 4).Select(_ => new TrainingRow([.. Enumerable.Range(0, 513).Select(_ => 1 + chance.Next(Shape.VocabularySize - 1))], false)).ToArray();
        for (var step = 0; step < 2; step++)
            trainer.Step(step, rows);
        var clock = Stopwatch.StartNew();
        for (var step = 2; step < 2 + Steps; step++)
            trainer.Step(step, rows);
        return Steps * 4 * 512 / clock.Elapsed.TotalSeconds;
    }

    public double? MeasurePeer()
    {
        var script = Path.Combine(Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks", "peers", "torch_training_step.py");
        var start = new ProcessStartInfo("/usr/bin/python3", [script, bf16 ? "bf16" : "f32", Steps.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        start.Environment["ATEN_CPU_CAPABILITY"] = "avx512";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && double.TryParse(output.Trim(), CultureInfo.InvariantCulture, out var rate) ? rate : null;
    }
}

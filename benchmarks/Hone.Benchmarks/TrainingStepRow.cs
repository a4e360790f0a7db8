using System.Diagnostics;
using System.Globalization;
using Hone.Engine.Kernels;

namespace Hone.Benchmarks;

/// <summary>A training step beside the same model written in PyTorch (peers/torch_training_step.py).</summary>
internal sealed class TrainingStepRow(StepShape shape, bool bf16) : IRow
{
    /// <summary>The peer with settings few users know of as well; the bars speak of PyTorch with its AVX-512 kernels forced.</summary>
    public bool Tuned { get; init; }

    public string Name => $"training step {shape.Name} {(bf16 ? "bf16" : "f32")}{(Tuned ? ", peer tuned" : "")}";

    public string Peer => $"PyTorch, {(bf16 ? "bf16 autocast" : "f32")}, AVX-512 forced{(Tuned ? ", allocator and threads tuned" : "")}{DebianPackages.Missing("python3-torch")}";

    public string Unit => "tokens/s";

    public double Bar => Tuned ? 1 : bf16 ? 1.3 : 2.2;

    public double? MeasureOurs() => shape.Measure(bf16 ? ComputeType.BF16 : ComputeType.F32);

    public double? MeasurePeer()
    {
        if (!DebianPackages.Has("python3-torch"))
            return null;
        var script = Path.Combine(Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks", "peers", "torch_training_step.py");
        string[] arguments = [script, bf16 ? "bf16" : "f32", shape.Steps.ToString(CultureInfo.InvariantCulture), shape.Name, Tuned ? "tuned" : "plain"];
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("python3 did not start");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && double.TryParse(output.Trim(), CultureInfo.InvariantCulture, out var rate) ? rate : null;
    }
}

/// <summary>How much of what our bf16 products reach on this machine a whole training step keeps.</summary>
internal sealed class PeakShareRow : IRow
{
    private static readonly GemmShape[] Shapes = [new("", 2048, 4096, 768, "nt"), new("", 2048, 768, 2048, "nt"), new("", 4096, 768, 2048, "tn")];

    public string Name => "training step 125M bf16, share of the product's peak";

    public string Peer => "our bf16 product, best of three layers' shapes";

    public string Unit => "GFLOP/s";

    public double Bar => 0.65;

    public double? MeasureOurs() => StepShape.Large.Measure(ComputeType.BF16) * StepShape.Large.Work / StepShape.Tokens / 1e9;

    public double? MeasurePeer() => Shapes.Max(shape => OurGemm.Measure(shape, Environment.ProcessorCount, bf16: true));
}

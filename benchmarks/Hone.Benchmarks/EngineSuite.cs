using Hone.Engine.Tensors;

namespace Hone.Benchmarks;

/// <summary>The rows of `benchmarks/run engine`.</summary>
internal static class EngineSuite
{
    // Layers of the two training shapes and of a Llama of a billion parameters, 2,048 tokens; their gradients lie the other ways.
    private static readonly GemmShape[] Shapes =
    [
        new("qkv 18.9M", 2048, 640, 384, "nt"),
        new("gate_up 18.9M", 2048, 2048, 384, "nt"),
        new("down 18.9M", 2048, 384, 1024, "nt"),
        new("head 18.9M", 512, 16384, 384, "nt"),
        new("qkv 125M", 2048, 1280, 768, "nt"),
        new("gate_up 125M", 2048, 4096, 768, "nt"),
        new("gate_up input gradient 125M", 2048, 768, 4096, "nn"),
        new("gate_up weight gradient 125M", 4096, 768, 2048, "tn"),
        new("gate_up 1B", 2048, 8192, 2048, "nt"),
    ];

    public static IReadOnlyList<IRow> Rows()
    {
        var peer = new GemmPeer();
        return
        [
            .. from threads in new[] { 1, 2 } from shape in Shapes select new GemmRow(shape, threads, bf16: false, peer),
            .. from threads in new[] { 1, 2 } from shape in Shapes select new GemmRow(shape, threads, bf16: true, peer),
            .. from threads in new[] { 1, 2 } from shape in Shapes select new GemmGainRow(shape, threads),
            new TrainingStepRow(StepShape.Small, bf16: false),
            new TrainingStepRow(StepShape.Small, bf16: true),
            new TrainingStepRow(StepShape.Large, bf16: true),
            new TrainingStepRow(StepShape.Small, bf16: false) { Tuned = true },
            new TrainingStepRow(StepShape.Small, bf16: true) { Tuned = true },
            new TrainingStepRow(StepShape.Large, bf16: true) { Tuned = true },
            new PeakShareRow(),
            new AdapterBatchRow(StepShape.Large.Name, StepShape.Large.Model, WeightFormat.Q8_0),
            new AdapterBatchRow("1B", AdapterBatchRow.Billion, WeightFormat.Q8_0),
            new LoraStepRow(),
            new LoraMemoryRow(),
        ];
    }
}

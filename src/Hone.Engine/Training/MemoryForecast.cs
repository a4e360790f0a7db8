using System.Globalization;
using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;

namespace Hone.Engine.Training;

/// <summary>Bytes that a training will hold at once, by what they are for, counted before anything is allocated.</summary>
/// <param name="Weights">Of the model, of trained copies and of the adapter.</param>
internal sealed record MemoryForecast(long Weights, long Gradients, long Optimizer, long Activations, long Head)
{
    // The program itself, its runtime and the tokenizer, before any model: measured.
    private const long Program = 150L << 20;
    private const int HeadRows = 512;

    public long Total => Weights + Gradients + Optimizer + Activations + Head + Program;

    /// <param name="trained">What is trained: an adapter's matrices or parameters of the model.</param>
    /// <param name="baseBytes">Bytes of the start model's files, or of its weights in the format of the base; 0: a new model.</param>
    public static MemoryForecast Of(ModelShape shape, AdaptSpec spec, IReadOnlyList<ParameterSpec> trained, long baseBytes)
    {
        var parameters = trained.Sum(parameter => parameter.Length);
        var matrices = trained.Where(parameter => parameter.IsMatrix).Sum(parameter => parameter.Length);
        var tiedTable = shape.TiedHead && trained.Any(parameter => parameter.Name == "model.embed_tokens.weight") ? (long)shape.VocabularySize * shape.Hidden : 0;
        return new MemoryForecast(
            Weights: (parameters * sizeof(float)) + (spec.Lora is not null || spec.Kl > 0 || parameters < shape.Parameters ? baseBytes : 0),
            Gradients: (parameters + tiedTable) * sizeof(float),
            Optimizer: spec.Optimizer switch
            {
                OptimizerKind.Adamw => 2 * parameters * sizeof(float),
                OptimizerKind.Adamw8 => (2 * matrices) + (matrices / 32) + (2 * (parameters - matrices) * sizeof(float)),
                _ => (2 * parameters * sizeof(float)) - (trained.Where(Optimizers.Muon.IsOrthogonal).Sum(parameter => parameter.Length) * sizeof(float)),
            },
            Activations: ActivationFloats(shape, spec) * sizeof(float),
            Head: HeadFloats(shape, spec) * sizeof(float));
    }

    /// <summary>Refuses a training that cannot fit, naming what lowers the need.</summary>
    public void Check(string stage, AdaptSpec spec, long available)
    {
        if (Total <= available)
            return;
        var remedies = new List<string>();
        if (spec.MicroRows > 1)
            remedies.Add("micro_rows: 1");
        if (!spec.Recompute)
            remedies.Add("recompute: true");
        if (spec.Lora is null)
            remedies.Add("optimizer: adamw8, or lora with base: q8_0");
        remedies.Add("a shorter row_length");
        throw new UserError($"{stage}: the training would need {Gigabytes(Total)} GB ({this}); this machine has {Gigabytes(available)} GB.", $"What lowers it: {string.Join("; ", remedies)}.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"weights {Gigabytes(Weights)}, gradients {Gigabytes(Gradients)}, optimiser {Gigabytes(Optimizer)}, activations {Gigabytes(Activations)}, head {Gigabytes(Head)}");

    public static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture);

    // What the layers' traces hold, and the scratch of the one on its way back.
    private static long ActivationFloats(ModelShape shape, AdaptSpec spec)
    {
        long positions = (long)spec.MicroRows * spec.RowLength, hidden = shape.Hidden, packed = shape.HeadLayout.Packed, query = shape.HeadLayout.QueryWidth, wide = shape.FeedForward;
        var spread = Math.Max(1, shape.ExpertsPerToken);
        var attention = hidden + (packed * (shape.HeadNorm ? 2 : 1)) + query + shape.Heads + 1;
        var feedForward = hidden + (3 * wide * spread) + 1 + (shape.Experts > 0 ? 2 * hidden * spread : 0);
        var kept = attention + feedForward + (2 * hidden);
        var scratch = Math.Max(query + packed + hidden, (3 * wide * spread) + hidden + (shape.Experts > 0 ? 2 * hidden * spread : 0));
        var layers = spec.Recompute ? (shape.Layers * hidden) + kept : shape.Layers * kept;
        var reference = spec.Kl > 0 ? kept + (4 * hidden) : 0;
        return positions * (layers + scratch + (4 * hidden) + reference);
    }

    // A row's logits on both sides, and the head's weights packed once for each direction.
    private static long HeadFloats(ModelShape shape, AdaptSpec spec)
    {
        long models = spec.Kl > 0 ? 2 : 1, vocabulary = shape.VocabularySize;
        var packed = 2 * vocabulary * shape.Hidden / (spec.Compute == ComputeType.BF16 ? 2 : 1);
        return (models * Math.Min(HeadRows, spec.RowLength) * vocabulary) + packed;
    }
}

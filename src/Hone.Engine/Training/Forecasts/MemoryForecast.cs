using System.Globalization;
using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Training.Optimizers;

namespace Hone.Engine.Training.Forecasts;

/// <summary>What a training will hold in memory, by kind, known from shape and settings alone: before anything large is read.</summary>
internal sealed record MemoryForecast
{
    // Packed panels, scratch of attention and the rest that the kernels keep.
    private const long KernelBytes = 48L << 20;
    // A workspace's blocks stay empty at their ends: about a tenth of them, as measured.
    private const double Ends = 1.1;

    public required long Weights { get; init; }

    public required long Gradients { get; init; }

    public required long States { get; init; }

    public required long Activations { get; init; }

    /// <summary>Logits of one part of the positions, and the packed output weights.</summary>
    public required long Head { get; init; }

    /// <summary>The mapped files of the start model, where training goes on reading them; the system drops them where memory is short.</summary>
    public required long Files { get; init; }

    /// <summary>The program as it is before the training, and what its kernels keep.</summary>
    public required long Program { get; init; }

    public long Total => Needed + Files + Program;

    /// <summary>What must be free for it.</summary>
    public long Needed => Weights + Gradients + States + Activations + Head;

    public IReadOnlyDictionary<string, long> Parts => new Dictionary<string, long>
    {
        ["weights"] = Weights,
        ["gradients"] = Gradients,
        ["states"] = States,
        ["activations"] = Activations,
        ["head"] = Head,
        ["files"] = Files,
        ["program"] = Program,
    };

    /// <param name="trained">What gradients and states are held of.</param>
    /// <param name="files">Bytes of the start model's files; 0: there is none.</param>
    public static MemoryForecast Of(Device device, ModelShape shape, AdaptSpec spec, IReadOnlyList<ParameterSpec> trained, long files)
    {
        long positions = (long)Math.Min(spec.MicroRows, spec.BatchRows) * spec.RowLength, values = trained.Sum(parameter => parameter.Length);
        var reference = spec.Kl > 0 && files > 0;
        var trainsTable = trained.Any(parameter => parameter.Name == "model.embed_tokens.weight");
        var usesFiles = reference || (spec.Lora is { } lora ? lora.Base is null : values < shape.Parameters);
        var floats = ActivationSize.Learning(shape, Trainee.LowestOf(shape, trained), spec.Recompute, spec.Lora?.Rank ?? 0) + (reference ? ActivationSize.Passing(shape) : 0);
        return new MemoryForecast
        {
            Weights = (values * sizeof(float)) + BaseBytes(shape, spec),
            Gradients = (values + (trainsTable && shape.TiedHead ? (long)shape.VocabularySize * shape.Hidden : 0)) * sizeof(float),
            States = StateBytes(spec.Optimizer, trained),
            Activations = (long)(Ends * floats * positions * sizeof(float)),
            Head = device.HeadBytes(shape.VocabularySize, shape.Hidden, (int)positions, learn: true, reference),
            Files = usesFiles ? files : 0,
            Program = Environment.WorkingSet + KernelBytes,
        };
    }

    /// <summary>Refuses what does not fit, naming the settings that would make it fit.</summary>
    public void Check(long free, AdaptSpec spec, string stage)
    {
        if (Needed <= free)
            return;
        throw new UserError($"{stage} would need {Gibibytes(Needed)} of memory ({this}); {Gibibytes(free)} are free.", $"What makes it smaller: {string.Join(", ", Remedies(spec))}.");
    }

    public override string ToString()
        => string.Join(", ", Parts.Where(part => part.Value > 0).OrderByDescending(part => part.Value).Select(part => $"{part.Key} {Gibibytes(part.Value)}"));

    public static string Gibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.00} GiB");

    private static IEnumerable<string> Remedies(AdaptSpec spec)
    {
        if (spec.MicroRows > 1)
            yield return $"micro_rows: {Math.Max(1, spec.MicroRows / 2)}";
        if (!spec.Recompute)
            yield return "recompute: true";
        if (spec.Optimizer == OptimizerKind.Adamw && spec.Lora is null)
            yield return "optimizer: adamw8";
        if (spec.Lora is null)
            yield return "lora: {}";
        else if (spec.Lora.Base is null or Tensors.WeightFormat.F32 or Tensors.WeightFormat.BF16)
            yield return "lora.base: q8_0 or q4_k";
        yield return "a shorter row_length";
    }

    // The frozen base where it is held in a format of its own; as its files have it, it is among the files.
    private static long BaseBytes(ModelShape shape, AdaptSpec spec)
        => spec.Lora?.Base is { } format
            ? ParameterSpec.Of(shape).Sum(parameter => parameter.IsMatrix ? parameter.Rows * Tensors.WeightFormats.RowBytes(ConvertedSource.FormatFor(format, parameter.Columns), parameter.Columns) : 4L * parameter.Columns)
            : 0;

    private static long StateBytes(OptimizerKind kind, IReadOnlyList<ParameterSpec> trained) => kind switch
    {
        OptimizerKind.Adamw => trained.Sum(parameter => 8 * parameter.Length),
        OptimizerKind.Adamw8 => trained.Sum(parameter => parameter.IsMatrix ? (2 * parameter.Length) + (8 * parameter.Length / EightBitMoments.Block) : 8 * parameter.Length),
        _ => trained.Sum(parameter => Muon.IsOrthogonal(parameter) ? 4 * parameter.Length : 8 * parameter.Length)
            + (16 * trained.Where(Muon.IsOrthogonal).Select(parameter => parameter.Length).DefaultIfEmpty().Max()),
    };
}

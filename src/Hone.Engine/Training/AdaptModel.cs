using Hone.Core;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Engine.Adapters;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Training.Forecasts;

namespace Hone.Engine.Training;

/// <summary>The model of a training: opened from a directory or made anew, as much of it in f32 as is trained, and written at the end.</summary>
internal sealed class AdaptModel : IDisposable
{
    private readonly AdaptSpec spec;
    private readonly AdaptInputs inputs;
    private readonly ModelWeights? start;
    private readonly ParameterSet? fresh;

    private AdaptModel(Device device, ModelShape shape, ModelWeights? start, AdaptSpec spec, AdaptInputs inputs, string stage)
    {
        (this.spec, this.inputs, this.start) = (spec, inputs, start);
        var trained = Trainee.TrainedBy(spec, shape);
        if (trained.Count == 0)
            throw new UserError($"{stage}: every parameter is frozen.", "Give one of rates a factor above 0, or lower freeze_layers.");
        Memory = MemoryForecast.Of(device, shape, spec, trained, inputs.StartModel is { } files ? WeightBytes(files) : 0);
        Memory.Check(FreeMemory.Bytes(), spec, stage);
        if (start is null)
        {
            fresh = new ParameterSet(shape);
            Trainer.Initialise(fresh, shape.Layers, (ulong)spec.Seed);
            Trainee = Trainee.Of(device, shape, fresh, spec);
            return;
        }
        Trainee = spec.Lora is { } lora ? Trainee.Beside(device, shape, start.Source, lora, spec.FreezeLayers, (ulong)spec.Seed) : Trainee.Of(device, shape, start.Source, spec);
        // What was copied out of the files need not stay in memory; the rest is read again.
        start.Forget();
        // The start model is read where its files have it: a reference costs no copy.
        Reference = spec.Kl > 0 && spec.Lora is null ? new Decoder(device, shape, DecoderWeights.From(shape, start.Source)) : null;
    }

    public Trainee Trainee { get; }

    /// <summary>What KL is taken from; null: from the adapter's base, or from none.</summary>
    public Decoder? Reference { get; }

    public MemoryForecast Memory { get; }

    public ModelShape Shape => Trainee.Model.Shape;

    public static AdaptModel Open(Device device, AdaptSpec spec, AdaptInputs inputs, Tokenizer tokenizer, string stage)
    {
        if (inputs.StartModel is not { } directory)
            return new AdaptModel(device, NewShape(spec, inputs, tokenizer, stage), null, spec, inputs, stage);
        var start = ModelWeights.Open(directory, spec.Lora?.Base);
        try
        {
            var shape = start.Shape;
            if (shape.VocabularySize < tokenizer.VocabularySize || shape.ContextLength < spec.RowLength)
                throw new UserError($"{directory}: the model has {shape.VocabularySize} tokens and a context of {shape.ContextLength}; its tokenizer has {tokenizer.VocabularySize}, row_length is {spec.RowLength}.", "Lower row_length, or use the tokenizer that belongs to the model.");
            return new AdaptModel(device, shape, start, spec, inputs, stage);
        }
        catch
        {
            start.Dispose();
            throw;
        }
    }

    /// <summary>What is trained, for people.</summary>
    public string Describe()
        => spec.Lora is { } lora
            ? $"{Trainee.Gradients.Length:N0} parameters of an adapter of rank {lora.Rank} beside {Shape.Parameters:N0}"
            : Trainee.Gradients.Length == Shape.Parameters ? $"{Shape.Parameters:N0} parameters" : $"{Trainee.Gradients.Length:N0} of {Shape.Parameters:N0} parameters";

    /// <summary>Writes the model and, where an adapter was trained, the adapter beside it.</summary>
    /// <param name="rows">To compare the model that an adapter is merged into with the one that was trained.</param>
    public void Save(StageDirectory directory, string tokenizerPath, int endOfText, IReadOnlyList<Batch> rows, IProgressReporter progress)
    {
        if (start is null || inputs.StartModel is not { } from)
        {
            ModelDirectory.Save(directory.Model, Shape, Trainee.Parameters, tokenizerPath, endOfText, spec.Weights);
            return;
        }
        if (spec.Lora is { } lora)
        {
            SaveAdapter(directory, start, from, lora, rows, progress);
            return;
        }
        var whole = new OverlaySource(Trainee.Parameters, start.Source);
        ModelDirectory.SaveLike(directory.Model, from, Shape, parameter => WeightCopy.Read(whole, parameter), spec.Weights);
    }

    public void Dispose()
    {
        Trainee.Dispose();
        fresh?.Dispose();
        start?.Dispose();
    }

    private void SaveAdapter(StageDirectory directory, ModelWeights weights, string from, LoraSpec lora, IReadOnlyList<Batch> rows, IProgressReporter progress)
    {
        var layout = LoraLayout.Of(Shape, lora, spec.FreezeLayers);
        var (pairs, adapter) = (layout.Pairs(Trainee.Parameters), layout.Adapter(Trainee.Parameters, null));
        new PeftAdapter(LoraLayout.ConfigOf(lora, from), pairs).Write(directory.Adapter);
        using var device = new CpuDevice(activations: Activations.Exact);
        var type = spec.Weights;
        var (merged, report) = Merge(type);
        if (!report.IsFaithful && type == WeightType.BF16)
        {
            progress.Note($"the merged model is written in f32: in bf16 {report}");
            type = WeightType.F32;
            (merged, report) = Merge(type);
        }
        progress.Note($"adapter merged: {report}");
        ModelDirectory.SaveLike(directory.Model, from, Shape, merged.Read, type);

        (AdapterMerge, MergeReport) Merge(WeightType target)
        {
            var model = new AdapterMerge(device, Shape, weights.Source, pairs, target == WeightType.F32 ? WeightFormat.F32 : WeightFormat.BF16);
            return (model, MergeCheck.Compare(device, Shape, Trainee.Model.Weights, adapter, model, rows));
        }
    }

    private static long WeightBytes(string directory) => Directory.EnumerateFiles(directory, "*.safetensors").Sum(file => new FileInfo(file).Length);

    private static ModelShape NewShape(AdaptSpec spec, AdaptInputs inputs, Tokenizer tokenizer, string stage)
    {
        if (spec.Lora is not null)
            throw new UserError($"{stage}: lora needs a model to start from.", "Remove lora, or give a base.");
        var shape = (inputs.Shape ?? new ShapeSpec()).ToShape(tokenizer.VocabularySize);
        var problems = shape.Problems().ToList();
        return problems.Count == 0 ? shape : throw new UserError($"{stage}: {string.Join("; ", problems)}");
    }
}

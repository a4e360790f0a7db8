using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hone.Core;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;

namespace Hone.Engine.Training;

/// <summary>
/// Continued pre-training as a stage: shards and a start model in, a Hugging Face model directory out. Goes on from its last checkpoint
/// after a kill and ends with the bytes of an undisturbed run, because rows, schedule and sums depend on the step alone.
/// </summary>
public sealed class AdaptStage(string name, AdaptSpec spec, AdaptInputs inputs) : IStage
{
    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public string Name => name;

    public JsonObject Spec
    {
        get
        {
            var json = JsonSerializer.SerializeToNode(spec, SnakeCase)!.AsObject();
            if (inputs.Shape is { } shape)
                json["shape"] = JsonSerializer.SerializeToNode(shape, SnakeCase);
            return json;
        }
    }

    public IReadOnlyList<string> Inputs
        => [.. new[] { inputs.StartModel, inputs.Tokenizer }.OfType<string>(), .. Shards().SelectMany(shard => new[] { shard + ".json", shard + ".bin" })];

    public Task RunAsync(StageContext context, CancellationToken cancel)
    {
        var problems = spec.Problems().ToList();
        if (problems.Count > 0)
            throw new UserError($"{name}: {string.Join("; ", problems)}");
        return Task.Run(() => Train(context, cancel), cancel);
    }

    private IEnumerable<string> Shards()
        => new[] { inputs.Domain, spec.Replay > 0 ? inputs.General : null }.OfType<string>().Concat(inputs.HeldOut.Values);

    private void Train(StageContext context, CancellationToken cancel)
    {
        var tokenizerPath = inputs.StartModel is { } start ? Path.Combine(start, "tokenizer.json") : inputs.Tokenizer ?? throw new UserError($"{name}: a new model needs a tokenizer.");
        var tokenizer = Tokenizer.Load(tokenizerPath);
        using var device = new CpuDevice(compute: spec.Compute, activations: Activations.Exact);
        using var model = AdaptModel.Open(device, spec, inputs, tokenizer, name);
        using var trainer = new Trainer(model.Trainee, model.Reference, spec, tokenizer.EndOfText);
        using var data = new TrainingData(inputs, spec, tokenizer.VocabularyHash);
        var directory = new StageDirectory(context.Directory);
        context.Progress.Note($"{name}: {model.Describe()}, {spec.Steps:N0} steps of {spec.StepTokens:N0} tokens, {device.Description}");
        new TrainingLoop(trainer, data, spec, model.Memory, context, directory).Run(cancel);
        model.Save(directory, tokenizerPath, tokenizer.EndOfText, [trainer.BatchOf(data.StepRows(0)[0])], context.Progress);
        if (Directory.Exists(directory.Checkpoints))
            Directory.Delete(directory.Checkpoints, recursive: true);
    }
}

using System.Diagnostics;
using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Generation;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Benchmarks;

/// <summary>Eight sequences through four adapters of rank 16 in one batch, beside one sequence without an adapter: tokens a second of greedy answers, prompts included.</summary>
internal sealed class AdapterBatchRow(string size, ModelShape shape, WeightFormat format) : IRow
{
    private const int Rank = 16, Adapters = 4, Sequences = 8, PromptTokens = 16, AnswerTokens = 48;
    private TokenModel? model;
    private ModelAdapter[] adapters = [];

    public static ModelShape Billion { get; } = new()
    {
        VocabularySize = 32_000,
        Hidden = 2_048,
        FeedForward = 8_192,
        Layers = 16,
        Heads = 32,
        KeyValueHeads = 8,
        HeadSize = 64,
        ContextLength = 2_048,
    };

    public string Name => $"8 sequences, 4 adapters, {size} {format.ToString().ToLowerInvariant()}";

    public string Peer => "one sequence of ours, no adapter";

    public string Unit => "tokens/s";

    public double Bar => 4;

    public double? MeasureOurs() => Measure(Sequences, withAdapters: true);

    public double? MeasurePeer() => Measure(1, withAdapters: false);

    private double Measure(int sequences, bool withAdapters)
    {
        model ??= Open();
        Run(model, sequences, withAdapters, 4);
        var clock = Stopwatch.StartNew();
        Run(model, sequences, withAdapters, AnswerTokens);
        return sequences * AnswerTokens / clock.Elapsed.TotalSeconds;
    }

    private void Run(TokenModel open, int sequences, bool withAdapters, int tokens)
    {
        var answers = Enumerable.Range(0, sequences).Select(i => open.TryStart(new GenerationRequest
        {
            Prompt = [.. Enumerable.Range(0, PromptTokens).Select(t => 1 + ((t * 31) + i) % 1000)],
            Adapter = withAdapters ? adapters[i % Adapters] : null,
            Sampling = new SamplingOptions { MaxTokens = tokens },
        }) ?? throw new InvalidOperationException("there is no place for the request")).ToArray();
        Task.WaitAll([.. answers.Select(answer => answer.Ended)]);
    }

    // The row keeps its model for all rounds; the process ends with the suite.
    private TokenModel Open()
    {
        var weights = new RandomWeights(format);
        var open = new TokenModel(new CpuDevice(), shape, weights, weights, new EngineOptions { PrefixBytes = 0 });
        adapters = [.. Enumerable.Range(0, Adapters).Select(number => OpenAdapter(open, number))];
        return open;
    }

    private ModelAdapter OpenAdapter(TokenModel open, int number)
    {
        var chance = new Xoshiro256((ulong)number);
        var directory = Directory.CreateTempSubdirectory("hone-adapter-").FullName;
        try
        {
            var matrices = ParameterSpec.Of(shape).Where(spec => spec.IsMatrix && spec.Name.Contains(".layers.", StringComparison.Ordinal));
            using var adapter = new PeftAdapter(new PeftConfig { Rank = Rank, Alpha = Rank }, [.. matrices.Select(spec =>
                new LoraPair(spec.Name[..^".weight".Length], Random(Rank, spec.Columns, chance), Random(spec.Rows, Rank, chance), 1))]);
            adapter.Write(directory);
            return open.OpenAdapter(directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Tensor Random(int rows, int columns, Xoshiro256 chance)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)((chance.NextDouble() - 0.5) * 0.02);
        return tensor;
    }
}

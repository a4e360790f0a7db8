using Hone.Core;
using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Generation;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tests.Checkpoints;
using Hone.Engine.Tests.Training;

namespace Hone.Engine.Tests.Generation;

/// <summary>Four adapters in one batch give each sequence what it gives alone, and what the merged weights give.</summary>
public sealed class AdapterServingTests : IDisposable
{
    private static readonly ModelShape Shape = new()
    {
        VocabularySize = 61,
        Hidden = 48,
        FeedForward = 72,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 12,
        ContextLength = 96,
        TiedHead = false,
    };

    private readonly TemporaryDirectory directory = new();

    [Fact]
    public async Task StartAsync_FourAdaptersAtOnce_SameAsAloneAndAsMerged()
    {
        var files = Enumerable.Range(0, 4).Select(i => Write($"a{i}", (ulong)i + 1, rank: 2 + (5 * i))).ToArray();
        using var model = Model(new EngineOptions());
        var adapters = files.Select(model.OpenAdapter).ToArray();
        var requests = Enumerable.Range(0, 10).Select(i => Request(i, i % 5 == 4 ? null : adapters[i % 5])).ToArray();
        var alone = requests.Select(request => Take(model, request)).ToArray();

        var answers = requests.Select(request => model.TryStart(request)!).ToArray();
        var together = await Task.WhenAll(answers.Select(answer => answer.Tokens.ReadAllAsync(TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken).AsTask()));

        for (var i = 0; i < requests.Length; i++)
        {
            Assert.Equal(alone[i].Select(token => (token.Token, token.LogProbability)), together[i].Select(token => (token.Token, token.LogProbability)));
            using var merged = Merged(i % 5 == 4 ? null : files[i % 5]);
            var expected = Take(merged, requests[i] with { Adapter = null });
            Assert.Equal(expected.Select(token => token.Token), together[i].Select(token => token.Token));
            Assert.All(expected.Zip(together[i]), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-3));
        }
        Assert.NotEqual(alone[0].Select(token => token.LogProbability), Take(model, requests[0] with { Adapter = null }).Select(token => token.LogProbability));
    }

    [Fact]
    public void Score_WithAdapter_DoesNotTakeOthersPrefixes()
    {
        using var model = Model(new EngineOptions());
        var adapter = model.OpenAdapter(Write("one", 1, 4));
        int[] prompt = [.. Enumerable.Range(0, 70).Select(i => i % 61)];
        using var fresh = Model(new EngineOptions());

        var plain = model.Score(prompt, [[1, 2], [3]]);
        var adapted = model.Score(prompt, [[1, 2], [3]], adapter);

        Assert.NotEqual(plain, adapted);
        Assert.Equal(fresh.Score(prompt, [[1, 2], [3]], fresh.OpenAdapter(adapter.Directory)), adapted);
        Assert.Equal(plain, model.Score(prompt, [[1, 2], [3]]));
    }

    [Fact]
    public void OpenAdapter_MoreThanFit_TheUnusedMakesRoom()
    {
        using var model = Model(new EngineOptions { MostAdapters = 2 });
        var first = model.OpenAdapter(Write("a", 1, 2));
        var second = model.OpenAdapter(Write("b", 2, 2));
        Assert.Same(first, model.OpenAdapter(first.Directory));

        model.OpenAdapter(Write("c", 3, 2));

        Assert.Same(first, model.OpenAdapter(first.Directory));
        Assert.Throws<InvalidOperationException>(() => model.TryStart(Request(1, second)));
        Assert.Throws<InvalidOperationException>(() => model.Score([1], [[2]], second));
    }

    [Fact]
    public void OpenAdapter_OfAnotherModel_IsRefused()
    {
        using var model = Model(new EngineOptions());
        using var wide = new PeftAdapter(new PeftConfig { Rank = 2, Alpha = 4 }, [Pair("model.layers.0.self_attn.q_proj", 2, 40, 48, new Xoshiro256(1))]);
        wide.Write(directory.Path);

        var error = Assert.Throws<UserError>(() => model.OpenAdapter(directory.Path));

        Assert.Contains("q_proj is 40 x 48, the model's matrix 48 x 48", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private static TokenModel Model(EngineOptions options) => new(new CpuDevice(1), Shape, TrainerTests.RandomParameters(Shape, 5), options);

    private static GenerationRequest Request(int number, ModelAdapter? adapter) => new()
    {
        Prompt = [.. Enumerable.Range(0, 5 + number).Select(t => t * (number + 3) % 61)],
        Adapter = adapter,
        Sampling = new SamplingOptions { MaxTokens = 12, Temperature = 0.8f, Seed = (ulong)number, LogProbabilities = 0 },
    };

    private static GeneratedToken[] Take(TokenModel model, GenerationRequest request)
        => [.. model.TryStart(request)!.Tokens.ReadAllAsync(TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken)];

    private string Write(string name, ulong seed, int rank)
    {
        var chance = new Xoshiro256(seed);
        var modules = ParameterSpec.Of(Shape).Where(spec => spec.IsMatrix && spec.Name.Contains(".layers.", StringComparison.Ordinal) && chance.Next(4) > 0);
        using var adapter = new PeftAdapter(new PeftConfig { Rank = rank, Alpha = 2 * rank }, [.. modules.Select(spec => Pair(spec.Name[..^".weight".Length], rank, spec.Rows, spec.Columns, chance))]);
        var path = Path.Combine(directory.Path, name);
        Directory.CreateDirectory(path);
        adapter.Write(path);
        return path;
    }

    private static LoraPair Pair(string module, int rank, int outputs, int inputs, Xoshiro256 chance)
        => new(module, Random(rank, inputs, chance), Random(outputs, rank, chance), 2);

    private static Tensor Random(int rows, int columns, Xoshiro256 chance)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)(0.3 * (chance.NextDouble() - 0.5));
        return tensor;
    }

    // W + scale B A, in double.
    private static TokenModel Merged(string? path)
    {
        var parameters = TrainerTests.RandomParameters(Shape, 5);
        using var adapter = path is null ? null : PeftAdapter.Read(path);
        foreach (var pair in adapter?.Pairs ?? [])
        {
            var weight = parameters[pair.Module + ".weight"];
            for (var o = 0; o < weight.Rows; o++)
            {
                for (var i = 0; i < weight.Columns; i++)
                    weight.Row(o)[i] += (float)(pair.Scale * Enumerable.Range(0, pair.A_RI.Rows).Sum(r => (double)pair.B_OR.Row(o)[r] * pair.A_RI.Row(r)[i]));
            }
        }
        return new TokenModel(new CpuDevice(1), Shape, parameters);
    }
}

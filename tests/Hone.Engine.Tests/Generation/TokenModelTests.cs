using Hone.Engine.Architectures;
using Hone.Engine.Generation;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tests.Layers;
using Hone.Engine.Tests.Training;

namespace Hone.Engine.Tests.Generation;

public sealed class TokenModelTests
{
    private static readonly ModelShape Shape = new()
    {
        VocabularySize = 61,
        Hidden = 40,
        FeedForward = 48,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 12,
        ContextLength = 48,
        TiedHead = false,
    };

    [Fact]
    public void Generate_PretrainedStories_ContinuesAsItsAuthorSays()
    {
        if (Stories260K.Find() is not { } path)
        {
            Assert.Skip("data-unpacked/models/stories260k is not beside the repository");
            return;
        }
        var (shape, parameters, vocabulary) = Stories260K.Read(path);
        using var model = new TokenModel(new CpuDevice(2), shape, parameters);

        var text = Stories260K.Text(vocabulary, model.Generate([Stories260K.BeginOfText], new SamplingOptions { MaxTokens = 60 }));

        Assert.StartsWith("Once upon a time, there was a little girl named Lily.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_Continuations_MatchFloat64Oracle()
    {
        using var parameters = TrainerTests.RandomParameters(Shape, 5);
        var oracle = new DecoderOracle(Shape, DecoderOracle.Copy(parameters));
        using var model = new TokenModel(new CpuDevice(2), Shape, TrainerTests.RandomParameters(Shape, 5));
        int[] prompt = [3, 17, 44, 9, 2, 60, 31];
        int[][] continuations = [[5], [8, 12, 1], [40, 40, 40, 40, 40, 40, 7]];

        var scores = model.Score(prompt, continuations);

        foreach (var (continuation, score) in continuations.Zip(scores))
            Assert.Equal(LogLikelihood(oracle, prompt, continuation), score.LogLikelihood, 1e-4);
    }

    [Fact]
    public void Generate_Greedy_TakesTheOraclesLikeliestTokens()
    {
        using var parameters = TrainerTests.RandomParameters(Shape, 5);
        var oracle = new DecoderOracle(Shape, DecoderOracle.Copy(parameters));
        using var model = new TokenModel(new CpuDevice(2), Shape, TrainerTests.RandomParameters(Shape, 5));
        List<int> expected = [3, 17, 44];

        for (var i = 0; i < 12; i++)
        {
            var logits = oracle.Logits([.. expected], new int[expected.Count])[^1];
            expected.Add(Array.IndexOf(logits, logits.Max()));
        }

        Assert.Equal(expected[3..], model.Generate([3, 17, 44], new SamplingOptions { MaxTokens = 12 }));
    }

    [Fact]
    public void Generate_BeyondTheContext_GoesOn()
    {
        using var model = new TokenModel(new CpuDevice(2), Shape, TrainerTests.RandomParameters(Shape, 5));

        Assert.Equal(200, model.Generate([1, 2, 3], new SamplingOptions { MaxTokens = 200, Temperature = 1f, Seed = 4 }).Count());
    }

    [Fact]
    public void Generate_SameSeed_SameTokens()
    {
        using var model = new TokenModel(new CpuDevice(2), Shape, TrainerTests.RandomParameters(Shape, 5));
        var options = new SamplingOptions { MaxTokens = 30, Temperature = 0.9f, TopK = 20, TopP = 0.95f, Seed = 11 };

        var first = model.Generate([1, 2, 3], options).ToArray();

        Assert.Equal(first, model.Generate([1, 2, 3], options));
        Assert.NotEqual(first, model.Generate([1, 2, 3], options with { Seed = 12 }));
    }

    [Fact]
    public void Score_TokenOutsideTheVocabulary_IsRefused()
    {
        using var model = new TokenModel(new CpuDevice(1), Shape, TrainerTests.RandomParameters(Shape, 5));

        Assert.Throws<ArgumentOutOfRangeException>(() => model.Score([1, 61], [[2]]));
        Assert.Throws<ArgumentException>(() => model.Score([.. Enumerable.Repeat(1, 48)], [[2, 3]]));
    }

    [Fact]
    public void Score_PromptHeldFromBefore_SameBits()
    {
        using var model = new TokenModel(new CpuDevice(2), Shape, TrainerTests.RandomParameters(Shape, 5));
        int[] prompt = [.. Enumerable.Range(0, 36).Select(i => i * 7 % 61)];
        int[][] continuations = [[5, 8], [8, 12, 1], [], [9]];

        var first = model.Score(prompt, continuations);
        var again = model.Score(prompt, continuations);

        Assert.Equal(first, again);
        Assert.Equal(first, continuations.Select(continuation => model.Score(prompt, [continuation])[0]));
        Assert.Equal(first[1], model.ScoreFrom([.. prompt, 8, 12, 1], 36));
    }

    [Fact]
    public void Score_NearlyNoMemory_StillScores()
    {
        using var large = new TokenModel(new CpuDevice(2), Shape, TrainerTests.RandomParameters(Shape, 5));
        // Two pages: the forks of a prompt that ends inside a page take turns.
        using var small = new TokenModel(new CpuDevice(2), Shape, TrainerTests.RandomParameters(Shape, 5), new EngineOptions { CacheBytes = 1 << 15, PrefixBytes = 1 << 15 });
        int[][] continuations = [[5, 8], [8, 12, 1], [7, 7]];

        Assert.Equal(large.Score([1, 2, 3], continuations), small.Score([1, 2, 3], continuations));
    }

    [Fact]
    public async Task StartAsync_ManyAtOnceWithScoresBetween_SameAsAlone()
    {
        using var model = new TokenModel(new CpuDevice(2), Shape, TrainerTests.RandomParameters(Shape, 5), new EngineOptions { StepTokens = 16, MostRequests = 6 });
        var requests = Enumerable.Range(0, 12).Select(i => new GenerationRequest
        {
            Prompt = [.. Enumerable.Range(0, 3 + i).Select(t => (t * i) % 61)],
            Sampling = new SamplingOptions { MaxTokens = 20, Temperature = 1, Seed = (ulong)i },
        }).ToArray();
        var score = model.Score([1, 2, 3], [[4, 5]]);
        var alone = requests.Select(request => model.Generate([.. request.Prompt], request.Sampling).ToArray()).ToArray();

        var together = await Task.WhenAll(requests.Select(async request =>
        {
            var answer = await model.StartAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(score, model.Score([1, 2, 3], [[4, 5]]));
            return await answer.Tokens.ReadAllAsync(TestContext.Current.CancellationToken).Select(token => token.Token).ToArrayAsync(TestContext.Current.CancellationToken);
        }));

        Assert.Equal(alone, together);
    }

    private static double LogLikelihood(DecoderOracle oracle, int[] prompt, int[] continuation)
    {
        int[] tokens = [.. prompt, .. continuation];
        var logits = oracle.Logits(tokens, new int[tokens.Length]);
        return Enumerable.Range(prompt.Length - 1, continuation.Length).Sum(t => logits[t][tokens[t + 1]] - Math.Log(logits[t].Sum(Math.Exp)));
    }
}

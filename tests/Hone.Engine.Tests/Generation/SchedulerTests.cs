using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Generation;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tests.Training;

namespace Hone.Engine.Tests.Generation;

/// <summary>Whatever arrives, leaves or runs short of memory: every answer is what its request alone gives, and every page comes back.</summary>
public sealed class SchedulerTests : IDisposable
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
        ContextLength = 160,
        TiedHead = false,
        Window = 70,
        WindowedLayers = LayerSet.Where(2, layer => layer == 1),
    };

    private readonly CpuDevice device = new(2);
    private readonly ParameterSet parameters = TrainerTests.RandomParameters(Shape, 5);

    [Theory]
    [InlineData(1, 5, 3)]
    [InlineData(2, 6, 64)]
    [InlineData(3, 12, 256)]
    [InlineData(4, 40, 17)]
    public async Task Step_RandomArrivalsAndCancellations_EveryAnswerIsItsOwn(ulong seed, int pages, int stepTokens)
    {
        var chance = new Xoshiro256(seed);
        using var desk = new Desk(device, parameters, pages, stepTokens, prefixPages: pages / 2);
        var answers = new List<(GenerationRequest Request, Answer Answer, bool Cancelled)>();
        var beginning = Tokens(chance, 100);
        var left = 0;
        for (var step = 0; step < 4000 && (answers.Count < 24 || left > 0); step++)
        {
            if (answers.Count < 24 && chance.Next(3) == 0)
            {
                var request = RandomRequest(chance, beginning);
                answers.Add((request, desk.Start(request), false));
                left++;
            }
            if (answers.Count > 0 && chance.Next(25) == 0)
            {
                var i = chance.Next(answers.Count);
                answers[i].Answer.Cancel();
                answers[i] = answers[i] with { Cancelled = true };
            }
            desk.Scheduler.Step();
            left = answers.Count(answer => !answer.Answer.Ended.IsCompleted);
        }

        Assert.Equal(0, left);
        Assert.Equal(pages, desk.Pool.Free + desk.Prefixes.Count);
        foreach (var (request, answer, cancelled) in answers)
        {
            var (alone, reason) = await Alone(request, pages);
            var made = Read(answer);
            Assert.Equal(alone.Take(made.Length), made);
            if (!cancelled)
                Assert.Equal((alone.Length, reason), (made.Length, await answer.Ended));
        }
    }

    [Fact]
    public void Step_SameBeginning_IsReadOnce()
    {
        using var desk = new Desk(device, parameters, pages: 40, stepTokens: 512, prefixPages: 20);
        var chance = new Xoshiro256(9);
        var beginning = Tokens(chance, 100);
        var answers = Enumerable.Range(0, 5).Select(i => desk.Start(new GenerationRequest { Prompt = [.. beginning, i, i + 1], Sampling = new SamplingOptions { MaxTokens = 3 } })).ToArray();

        desk.Scheduler.Step();
        desk.Scheduler.Step();

        // 102 tokens take 4 pages: 3 of the beginning for all, one of its own for each.
        Assert.Equal(40 - 3 - 5, desk.Pool.Free);
        while (desk.Scheduler.Step())
        {
        }
        Assert.All(answers, answer => Assert.Equal(3, Read(answer).Length));
    }

    [Fact]
    public void Step_ManyRequests_AreServedInOrder()
    {
        using var desk = new Desk(device, parameters, pages: 4, stepTokens: 64, prefixPages: 0);
        var chance = new Xoshiro256(2);
        var answers = Enumerable.Range(0, 6).Select(i => desk.Start(new GenerationRequest { Prompt = Tokens(chance, 60), Sampling = new SamplingOptions { MaxTokens = 4 } })).ToArray();
        var order = new List<int>();

        while (desk.Scheduler.Step())
            order.AddRange(Enumerable.Range(0, 6).Where(i => answers[i].Ended.IsCompleted && !order.Contains(i)));

        Assert.Equal(Enumerable.Range(0, 6), order);
    }

    [Fact]
    public async Task Step_ContextFull_EndsWhereAsked()
    {
        using var desk = new Desk(device, parameters, pages: 40, stepTokens: 64, prefixPages: 0);
        var answer = desk.Start(new GenerationRequest { Prompt = [1, 2, 3], Sampling = new SamplingOptions { MaxTokens = 500 }, DropsOldTokens = false });

        while (desk.Scheduler.Step())
        {
        }

        Assert.Equal(FinishReason.ContextFull, await answer.Ended);
        Assert.Equal(Shape.ContextLength - 3, Read(answer).Length);
    }

    [Fact]
    public async Task Step_StopToken_EndsTheAnswerWithoutIt()
    {
        var request = new GenerationRequest { Prompt = [1, 2, 3], Sampling = new SamplingOptions { MaxTokens = 30 } };
        var whole = (await Alone(request, 40)).Tokens;
        var stop = whole[5];

        var (cut, reason) = await Alone(request with { Sampling = request.Sampling with { StopTokens = [stop] } }, 40);

        Assert.Equal(whole.TakeWhile(token => token != stop), cut);
        Assert.Equal(FinishReason.Stop, reason);
    }

    public void Dispose()
    {
        device.Dispose();
        parameters.Dispose();
    }

    private async Task<(int[] Tokens, FinishReason Reason)> Alone(GenerationRequest request, int pages)
    {
        using var desk = new Desk(device, parameters, pages, stepTokens: 1000, prefixPages: 0);
        var answer = desk.Start(request);
        while (desk.Scheduler.Step())
        {
        }
        return (Read(answer), await answer.Ended);
    }

    private static int[] Read(Answer answer)
    {
        var tokens = new List<int>();
        while (answer.Tokens.TryRead(out var token))
            tokens.Add(token.Token);
        return [.. tokens];
    }

    private static int[] Tokens(Xoshiro256 chance, int count) => [.. Enumerable.Range(0, count).Select(_ => chance.Next(Shape.VocabularySize))];

    private static GenerationRequest RandomRequest(Xoshiro256 chance, int[] beginning) => new()
    {
        Prompt = [.. beginning.Take(chance.Next(beginning.Length)), .. Tokens(chance, 1 + chance.Next(60))],
        DropsOldTokens = chance.Next(2) == 0,
        Sampling = new SamplingOptions
        {
            MaxTokens = 1 + chance.Next(60),
            Temperature = chance.Next(2),
            TopK = chance.Next(3) * 20,
            TopP = 0.9f,
            RepetitionPenalty = 1.1f,
            Seed = chance.NextUInt64(),
            StopTokens = [chance.Next(61)],
        },
    };

    /// <summary>A scheduler with nothing around it.</summary>
    private sealed class Desk : IDisposable
    {
        private readonly ModelRun model;

        public Desk(CpuDevice device, ParameterSet parameters, int pages, int stepTokens, int prefixPages)
        {
            Pool = new KeyValuePool(Shape, pages);
            Prefixes = new PrefixCache(Pool, prefixPages);
            Pool.Reclaim = Prefixes.Evict;
            model = new ModelRun(new Decoder(device, Shape, DecoderWeights.From(Shape, parameters)));
            Scheduler = new Scheduler(Pool, Prefixes, model, new EngineOptions { StepTokens = stepTokens, MostSequences = 9 }, Math.Min(Shape.ContextLength, pages * KeyValuePages.Tokens));
        }

        public KeyValuePool Pool { get; }

        public PrefixCache Prefixes { get; }

        public Scheduler Scheduler { get; }

        public Answer Start(GenerationRequest request)
        {
            var answer = new Answer(static () => { });
            Scheduler.Add(request, answer);
            return answer;
        }

        public void Dispose()
        {
            Scheduler.Dispose();
            model.Dispose();
            Pool.Dispose();
        }
    }
}

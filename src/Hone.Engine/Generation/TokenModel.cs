using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Generation;

/// <summary>Log-likelihood in nats of a run of tokens after what came before them, and whether each was the likeliest.</summary>
public sealed record TokenScore(double LogLikelihood, int Tokens, bool IsGreedy);

/// <summary>
/// A model ready to score and continue token sequences, many at once and from any thread. Tokens in, numbers and tokens out: text is somebody
/// else's business. Answers are made by a thread of the model's own, which makes way between two passes for what else is asked.
/// </summary>
public sealed class TokenModel : IDisposable
{
    private readonly Lock gate = new();
    private readonly Device device;
    private readonly IDisposable weights;
    private readonly KeyValuePool pool;
    private readonly PrefixCache prefixes;
    private readonly ModelRun model;
    private readonly AdapterShelf adapters;
    private readonly Scheduler scheduler;
    private readonly ContinuationScorer scorer;
    private readonly SemaphoreSlim places;
    private readonly StepLoop loop;
    private readonly int capacity;
    private int asking;

    internal TokenModel(Device device, ModelShape shape, IWeightSource source, IDisposable weights, EngineOptions? options = null)
    {
        (this.device, this.weights, Shape, Options) = (device, weights, shape, options ?? new EngineOptions());
        pool = Pool();
        capacity = (int)Math.Min(shape.ContextLength, (long)pool.Capacity * KeyValuePages.Tokens);
        prefixes = new PrefixCache(pool, (int)Math.Min(pool.Capacity, Options.PrefixBytes / pool.Pages.PageBytes));
        pool.Reclaim = prefixes.Evict;
        var parts = DecoderWeights.From(shape, new PreparedSource(source, device));
        model = new ModelRun(new Decoder(device, shape, parts));
        adapters = new AdapterShelf(shape, Options.MostAdapters, parts.Layers[0].Attention.Out.Parts[0].Format == WeightFormat.F32 ? ComputeType.F32 : ComputeType.BF16) { Leaving = adapter => prefixes.Forget(adapter.Branches) };
        scheduler = new Scheduler(pool, prefixes, model, Options, capacity) { Left = Leave };
        scorer = new ContinuationScorer(pool, prefixes, model, scheduler.Preempt);
        places = new SemaphoreSlim(Options.MostRequests);
        loop = new StepLoop(Step);
    }

    internal TokenModel(Device device, ModelShape shape, ParameterSet parameters, EngineOptions? options = null)
        : this(device, shape, parameters, parameters, options)
    {
    }

    public ModelShape Shape { get; }

    public EngineOptions Options { get; }

    /// <summary>Most tokens of a sequence: the model's context, or what there is memory for.</summary>
    public int ContextLength => capacity;

    /// <summary>Where it runs, for people.</summary>
    public string Description => device.Description;

    /// <summary>Opens a Hugging Face model directory or a GGUF file on the processor.</summary>
    /// <param name="format">Convert the matrices to this format; null: as they are stored.</param>
    /// <exception cref="Hone.Core.UserError">A file is missing, unsound or describes a model this version cannot run.</exception>
    public static TokenModel Open(string directory, WeightFormat? format = null, EngineOptions? options = null)
    {
        var weights = ModelWeights.Open(directory, format);
        try
        {
            return new TokenModel(new CpuDevice(options?.Threads ?? 0), weights.Shape, weights.Source, weights, options);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Reads a PEFT directory, or finds it in memory.</summary>
    /// <exception cref="Hone.Core.UserError">A file is missing or unsound, or the adapter belongs to another model.</exception>
    public ModelAdapter OpenAdapter(string directory) => Exclusively(() => adapters.Open(directory));

    /// <summary>Begins an answer, or returns null where as many requests run and wait as may.</summary>
    public Answer? TryStart(GenerationRequest request)
    {
        Check(request);
        return places.Wait(0, CancellationToken.None) ? Begin(request) : null;
    }

    /// <summary>Begins an answer as soon as there is a place for it.</summary>
    public async ValueTask<Answer> StartAsync(GenerationRequest request, CancellationToken cancel = default)
    {
        Check(request);
        await places.WaitAsync(cancel);
        return Begin(request);
    }

    /// <summary>Continues the prompt until a stop token or the limit, and waits for each token.</summary>
    public IEnumerable<int> Generate(int[] prompt, SamplingOptions options, CancellationToken cancel = default)
    {
        var request = new GenerationRequest { Prompt = prompt, Sampling = options };
        Check(request);
        places.Wait(cancel);
        var answer = Begin(request);
        try
        {
            foreach (var token in answer.Tokens.ReadAllAsync(cancel).ToBlockingEnumerable(cancel))
                yield return token.Token;
        }
        finally
        {
            answer.Cancel();
        }
    }

    /// <summary>
    /// Scores each continuation after the prompt, which is run once. Prompt and a continuation together must fit the context; the prompt must hold at least one token.
    /// </summary>
    public IReadOnlyList<TokenScore> Score(ReadOnlySpan<int> prompt, IReadOnlyList<int[]> continuations, ModelAdapter? adapter = null)
    {
        var item = new ScoreItem(prompt.ToArray(), continuations);
        Check(item);
        return Exclusively(() => scorer.Score(item, Branches(adapter)));
    }

    /// <summary>Scores tokens[first..] given all tokens before each; the whole must fit the context, first is at least 1.</summary>
    public TokenScore ScoreFrom(ReadOnlySpan<int> tokens, int first, ModelAdapter? adapter = null)
        => Score(tokens[..first], [tokens[first..].ToArray()], adapter)[0];

    public void Dispose()
    {
        loop.Dispose();
        scheduler.FailAll(new ObjectDisposedException(nameof(TokenModel)));
        scheduler.Dispose();
        adapters.Dispose();
        model.Dispose();
        pool.Dispose();
        weights.Dispose();
        device.Dispose();
        places.Dispose();
    }

    private KeyValuePool Pool()
    {
        var format = Options.HalfCache ? ComputeType.BF16 : ComputeType.F32;
        using var sample = new KeyValuePages(Shape.HeadLayout, Shape.Layers, format);
        var bytes = Options.CacheBytes > 0 ? Options.CacheBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
        return new KeyValuePool(Shape, (int)Math.Clamp(bytes / sample.PageBytes, 1, 1 << 24), format);
    }

    private Answer Begin(GenerationRequest request)
    {
        var answer = new Answer(loop.Wake);
        if (request.Sampling.MaxTokens == 0)
        {
            places.Release();
            answer.End(FinishReason.Length);
            return answer;
        }
        if (request.Adapter is { } adapter)
            Exclusively(() => Use(adapter));
        scheduler.Add(request, answer);
        loop.Wake();
        return answer;
    }

    private int Use(ModelAdapter adapter)
    {
        if (!adapter.IsOpen)
            places.Release();
        _ = Branches(adapter);
        return ++adapter.Users;
    }

    private void Leave(GenerationRequest request)
    {
        if (request.Adapter is { } adapter)
            adapter.Users--;
        places.Release();
    }

    private bool Step()
    {
        // A lock goes to whoever asks first, which is mostly the one that just gave it back: others would wait for ever.
        while (Volatile.Read(ref asking) > 0)
            Thread.Yield();
        lock (gate)
        {
            try
            {
                return scheduler.Step();
            }
            catch (Exception error)
            {
                scheduler.FailAll(error);
                return false;
            }
        }
    }

    private T Exclusively<T>(Func<T> work)
    {
        Interlocked.Increment(ref asking);
        lock (gate)
        {
            Interlocked.Decrement(ref asking);
            return work();
        }
    }

    private static Adapter? Branches(ModelAdapter? adapter)
        => adapter is null or { IsOpen: true } ? adapter?.Branches : throw new InvalidOperationException($"the adapter {adapter.Directory} made room for another: open it again");

    private void Check(GenerationRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfZero(request.Prompt.Count);
        CheckTokens(request.Prompt);
        if (request.Sampling.Problems().ToArray() is { Length: > 0 } problems)
            throw new ArgumentException(string.Join("; ", problems), nameof(request));
    }

    private void Check(ScoreItem item)
    {
        ArgumentOutOfRangeException.ThrowIfZero(item.Prompt.Length);
        CheckTokens(item.Prompt);
        foreach (var continuation in item.Continuations)
            CheckTokens(continuation);
        // A continuation's last token is predicted, never read.
        var longest = item.Prompt.Length + item.Continuations.Select(continuation => continuation.Length).DefaultIfEmpty(0).Max() - 1;
        if (longest > capacity)
            throw new ArgumentException($"{longest} tokens exceed the context of {capacity}");
    }

    private void CheckTokens(IReadOnlyList<int> tokens)
    {
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)Shape.VocabularySize)
                throw new ArgumentOutOfRangeException(nameof(tokens), $"token {token} is not in the vocabulary of {Shape.VocabularySize}");
        }
    }
}

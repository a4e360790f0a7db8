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
/// A model ready to score and continue token sequences. Tokens in, numbers and tokens out: text is somebody else's business.
/// Not for concurrent use.
/// </summary>
public sealed class TokenModel : IDisposable
{
    private readonly Device device;
    private readonly IDisposable weights;
    private readonly Decoder decoder;
    private readonly Workspace space = new();

    internal TokenModel(Device device, ModelShape shape, ParameterSet parameters)
    {
        (this.device, weights, Shape) = (device, parameters, shape);
        decoder = new Decoder(device, shape, DecoderWeights.From(shape, parameters));
    }

    public ModelShape Shape { get; }

    /// <summary>Where it runs, for people.</summary>
    public string Description => device.Description;

    /// <summary>Opens a Hugging Face model directory on the processor.</summary>
    /// <exception cref="Hone.Core.UserError">A file is missing, unsound or describes a model this version cannot run.</exception>
    public static TokenModel Open(string directory, int threads = 0)
    {
        var (shape, parameters) = ModelDirectory.Load(directory);
        return new TokenModel(new CpuDevice(threads), shape, parameters);
    }

    /// <summary>
    /// Scores each continuation after the prompt, which is run once. Prompt and a continuation together must fit the context; both must hold at least one token.
    /// </summary>
    public IReadOnlyList<TokenScore> Score(ReadOnlySpan<int> prompt, IReadOnlyList<int[]> continuations)
    {
        var longest = continuations.Max(continuation => continuation.Length);
        using var cache = new KeyValueCache(Shape, CheckLength(prompt.Length + longest - 1));
        space.Reset();
        // The last prompt token predicts a continuation's first token: it is run again with each of them.
        if (prompt.Length > 1)
            Extend(Checked(prompt[..^1]), cache);
        var scores = new TokenScore[continuations.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            cache.Truncate(prompt.Length - 1);
            scores[i] = ScoreNext([prompt[^1], .. continuations[i]], cache);
        }
        return scores;
    }

    /// <summary>Scores tokens[first..] given all tokens before each; the whole must fit the context, first is at least 1.</summary>
    public TokenScore ScoreFrom(ReadOnlySpan<int> tokens, int first)
        => Score(tokens[..first], [tokens[first..].ToArray()])[0];

    /// <summary>
    /// Continues the prompt until a stop token or the limit. When the context is full its older half is dropped and the rest read again.
    /// </summary>
    public IEnumerable<int> Generate(int[] prompt, SamplingOptions options, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(prompt.Length);
        var sampler = new Sampler(options, prompt);
        using var space = new SamplerSpace(Shape.VocabularySize);
        var history = prompt.ToList();
        var capacity = Math.Min(Shape.ContextLength, prompt.Length + options.MaxTokens);
        using var cache = new KeyValueCache(Shape, capacity);
        var pending = Checked(Tail(history, capacity)).ToArray();
        for (var made = 0; made < options.MaxTokens; made++)
        {
            cancel.ThrowIfCancellationRequested();
            if (cache.Length + pending.Length > capacity)
            {
                cache.Truncate(0);
                pending = [.. Tail(history, Math.Max(1, capacity / 2))];
            }
            var token = sampler.Next(NextLogits(pending, cache), space).Token;
            if (options.StopTokens.Contains(token))
                yield break;
            history.Add(token);
            pending = [token];
            yield return token;
        }
    }

    public void Dispose()
    {
        space.Dispose();
        weights.Dispose();
        device.Dispose();
    }

    private static int[] Tail(List<int> tokens, int count) => [.. tokens.Skip(Math.Max(0, tokens.Count - count))];

    private TokenScore ScoreNext(int[] tokens, KeyValueCache cache)
    {
        var count = tokens.Length - 1;
        if (count == 0)
            return new TokenScore(0, 0, true);
        space.Reset();
        var losses = new TokenLosses(count);
        device.LinearCrossEntropy(new HeadInput
        {
            Hidden_ND = Extend(Checked(tokens.AsSpan(0, count)), cache),
            Weight_VD = decoder.Weights.Head_VD,
            Targets = Checked(tokens.AsSpan(1)).ToArray(),
            Weights = new float[count],
            RowLength = count,
        }, losses, null, null);
        return new TokenScore(-losses.CrossEntropy.Sum(loss => (double)loss), count, losses.Greedy.All(greedy => greedy));
    }

    private float[] NextLogits(int[] tokens, KeyValueCache cache)
    {
        space.Reset();
        var hidden = Extend(tokens, cache);
        var logits = space.Take(1, Shape.VocabularySize);
        device.Linear(hidden.RowRange(hidden.Rows - 1, 1), decoder.Weights.Head_VD, logits);
        return logits.Span.ToArray();
    }

    private Tensor Extend(ReadOnlySpan<int> tokens, KeyValueCache cache) => decoder.Extend(new StepBatch([new SequenceStep(tokens.ToArray(), cache)]), space);

    private int CheckLength(int tokens)
        => tokens <= Shape.ContextLength ? Math.Max(1, tokens) : throw new ArgumentException($"{tokens} tokens exceed the model's context of {Shape.ContextLength}");

    private ReadOnlySpan<int> Checked(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)Shape.VocabularySize)
                throw new ArgumentOutOfRangeException(nameof(tokens), $"token {token} is not in the vocabulary of {Shape.VocabularySize}");
        }
        return tokens;
    }
}

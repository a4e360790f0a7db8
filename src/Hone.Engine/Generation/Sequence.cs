using System.Runtime.InteropServices;
using Hone.Engine.Layers;

namespace Hone.Engine.Generation;

/// <summary>A request being worked on: what was said, how much of it the cache holds, and how the next token is chosen.</summary>
internal sealed class Sequence(GenerationRequest request, Answer answer, KeyValueCache cache, int capacity)
{
    private readonly List<int> said = [.. request.Prompt];

    // The first token the model still sees: those before it were dropped.
    private int start = Math.Max(0, request.Prompt.Count - capacity);

    public GenerationRequest Request => request;

    public Answer Answer => answer;

    public KeyValueCache Cache => cache;

    public Adapter? Adapter => request.Adapter?.Branches;

    public Sampler Sampler { get; } = new(request.Sampling, [.. request.Prompt]);

    /// <summary>Tokens of the answer.</summary>
    public int Made { get; private set; }

    public bool IsActive { get; set; }

    /// <summary>What the model sees, from the first position on.</summary>
    public ReadOnlySpan<int> Seen => CollectionsMarshal.AsSpan(said)[start..];

    /// <summary>Tokens that were said and not yet read.</summary>
    public int Pending => said.Count - start - cache.Length;

    public bool IsFull => said.Count - start >= capacity;

    /// <summary>Drops the older half of the context where the next token does not fit.</summary>
    public void FitContext()
    {
        if (said.Count - start <= capacity)
            return;
        start = said.Count - Math.Max(1, capacity / 2);
        cache.Truncate(0);
    }

    public SequenceStep Next(int tokens) => new(Seen.Slice(cache.Length, tokens).ToArray(), cache, Adapter);

    public void Say(GeneratedToken token)
    {
        said.Add(token.Token);
        Made++;
        answer.Add(token);
    }
}

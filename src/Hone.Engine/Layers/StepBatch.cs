using Hone.Engine.Kernels;

namespace Hone.Engine.Layers;

/// <summary>New tokens of one sequence, its cache and its adapter.</summary>
internal sealed record SequenceStep(ReadOnlyMemory<int> Tokens, KeyValueCache Cache, Adapter? Adapter = null);

/// <summary>New tokens of several sequences for one pass, one sequence's rows after the other's. All caches lie in the same pages.</summary>
internal sealed class StepBatch
{
    private readonly IReadOnlyList<SequenceStep> steps;

    /// <exception cref="InvalidOperationException">A cache has no room for its new tokens.</exception>
    public StepBatch(IReadOnlyList<SequenceStep> steps)
    {
        this.steps = steps;
        Pages = steps[0].Cache.Memory;
        var count = steps.Sum(step => step.Tokens.Length);
        (Tokens, Positions) = (new int[count], new int[count]);
        var sequences = new CachedRows[steps.Count];
        var adapters = new List<AdapterRows>();
        var row = 0;
        for (var i = 0; i < sequences.Length; i++)
        {
            var (cache, tokens) = (steps[i].Cache, steps[i].Tokens);
            if (cache.Memory != Pages || !cache.TryReserve(tokens.Length))
                throw new InvalidOperationException($"the cache has no room for {tokens.Length} tokens more");
            tokens.CopyTo(Tokens.AsMemory(row));
            for (var n = 0; n < tokens.Length; n++)
                Positions[row + n] = cache.Length + n;
            sequences[i] = new CachedRows(row, tokens.Length, cache.Pages, cache.Length + tokens.Length);
            if (steps[i].Adapter is { } adapter)
                Join(adapters, new AdapterRows(adapter, row, tokens.Length));
            row += tokens.Length;
        }
        (Sequences, Adapters) = (sequences, adapters);
    }

    public int[] Tokens { get; }

    public int[] Positions { get; }

    /// <summary>Memory of all caches.</summary>
    public KeyValuePages Pages { get; }

    public IReadOnlyList<CachedRows> Sequences { get; }

    public IReadOnlyList<AdapterRows> Adapters { get; }

    public int Count => Tokens.Length;

    /// <summary>Makes the new tokens part of their sequences.</summary>
    public void Advance()
    {
        foreach (var step in steps)
            step.Cache.Advance(step.Tokens.Length);
    }

    // Neighbouring sequences with the same adapter go through it together.
    private static void Join(List<AdapterRows> all, AdapterRows rows)
    {
        if (all.Count > 0 && all[^1] is var last && last.Adapter == rows.Adapter && last.FirstRow + last.Rows == rows.FirstRow)
            all[^1] = last with { Rows = last.Rows + rows.Rows };
        else
            all.Add(rows);
    }
}

using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>New tokens of one sequence, its cache and its adapter.</summary>
internal sealed record SequenceStep(int[] Tokens, KeyValueCache Cache, Adapter? Adapter = null);

/// <summary>New tokens of several sequences for one pass, one sequence's rows after the other's.</summary>
internal sealed class StepBatch
{
    private readonly IReadOnlyList<SequenceStep> steps;

    public StepBatch(IReadOnlyList<SequenceStep> steps)
    {
        this.steps = steps;
        Tokens = [.. steps.SelectMany(step => step.Tokens)];
        Positions = [.. steps.SelectMany(step => Enumerable.Range(step.Cache.Length, step.Tokens.Length))];
        var rows = new List<AdapterRows>();
        var row = 0;
        foreach (var step in steps)
        {
            if (step.Adapter is not null)
                rows.Add(new AdapterRows(step.Adapter, row, step.Tokens.Length));
            row += step.Tokens.Length;
        }
        Adapters = rows;
    }

    public int[] Tokens { get; }

    public int[] Positions { get; }

    public IReadOnlyList<AdapterRows> Adapters { get; }

    public int Count => Tokens.Length;

    /// <summary>Puts the new keys and values of a layer into the caches and says what each sequence attends to.</summary>
    public IReadOnlyList<CachedRows> Store(int layer, Tensor qkv_NC, HeadLayout heads)
    {
        var sequences = new CachedRows[steps.Count];
        var row = 0;
        for (var i = 0; i < steps.Count; i++)
        {
            var (cache, count) = (steps[i].Cache, steps[i].Tokens.Length);
            cache.Write(layer, qkv_NC.RowRange(row, count), heads);
            sequences[i] = new CachedRows(row, count, cache.Keys(layer), cache.Values(layer), cache.Length + count);
            row += count;
        }
        return sequences;
    }

    /// <summary>Makes the new tokens part of their sequences.</summary>
    public void Advance()
    {
        foreach (var step in steps)
            step.Cache.Advance(step.Tokens.Length);
    }
}

using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>Keys and values of the tokens of one sequence seen so far: one block of memory, a pair of tensors a layer.</summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly NativeBlock block;
    private readonly Tensor[] keys;
    private readonly Tensor[] values;

    public KeyValueCache(ModelShape shape, int capacity)
    {
        Capacity = capacity;
        var width = shape.HeadLayout.KeyWidth;
        var length = (long)capacity * width;
        block = new NativeBlock(2 * shape.Layers * length);
        keys = [.. Enumerable.Range(0, shape.Layers).Select(layer => Tensor.Over(block, 2 * layer * length, capacity, width))];
        values = [.. Enumerable.Range(0, shape.Layers).Select(layer => Tensor.Over(block, ((2 * layer) + 1) * length, capacity, width))];
    }

    public int Capacity { get; }

    public int Length { get; private set; }

    public Tensor Keys(int layer) => keys[layer];

    public Tensor Values(int layer) => values[layer];

    /// <summary>Stores the keys and values of new tokens at the end; they count once <see cref="Advance"/> is called.</summary>
    public void Write(int layer, Tensor qkv_NC, HeadLayout heads)
    {
        if (Length + qkv_NC.Rows > Capacity)
            throw new InvalidOperationException($"the cache holds {Capacity} tokens");
        for (var n = 0; n < qkv_NC.Rows; n++)
        {
            var row = qkv_NC.Row(n);
            row.Slice(heads.QueryWidth, heads.KeyWidth).CopyTo(keys[layer].Row(Length + n));
            row.Slice(heads.QueryWidth + heads.KeyWidth, heads.KeyWidth).CopyTo(values[layer].Row(Length + n));
        }
    }

    public void Advance(int tokens) => Length += tokens;

    /// <summary>Forgets everything after the first <paramref name="length"/> tokens.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void Dispose() => block.Dispose();
}

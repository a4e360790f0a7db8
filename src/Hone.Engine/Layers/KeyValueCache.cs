using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>Keys and values of the tokens of one sequence seen so far, a pair of tensors a layer.</summary>
internal sealed class KeyValueCache(ModelShape shape, int capacity)
{
    private readonly Tensor[] keys = Make(shape, capacity);
    private readonly Tensor[] values = Make(shape, capacity);

    public int Capacity => capacity;

    public int Length { get; private set; }

    public Tensor Keys(int layer) => keys[layer];

    public Tensor Values(int layer) => values[layer];

    /// <summary>Stores the keys and values of new tokens at the end; they count once <see cref="Advance"/> is called.</summary>
    public void Write(int layer, Tensor qkv_NC, HeadLayout heads)
    {
        if (Length + qkv_NC.Rows > capacity)
            throw new InvalidOperationException($"the cache holds {capacity} tokens");
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

    private static Tensor[] Make(ModelShape shape, int capacity)
        => [.. Enumerable.Range(0, shape.Layers).Select(_ => new Tensor(capacity, shape.HeadLayout.KeyWidth))];
}

using System.Numerics;

namespace Hone.Engine.Architectures;

/// <summary>Some of a model's layers, one bit a layer: equal sets are equal values.</summary>
public readonly record struct LayerSet(BigInteger Bits)
{
    public bool IsEmpty => Bits.IsZero;

    /// <summary>Those of the first <paramref name="layers"/> layers that meet the condition.</summary>
    public static LayerSet Where(int layers, Func<int, bool> condition)
        => new(Enumerable.Range(0, layers).Where(condition).Aggregate(BigInteger.Zero, (bits, layer) => bits | (BigInteger.One << layer)));

    public bool Contains(int layer) => !(Bits & (BigInteger.One << layer)).IsZero;
}

using System.Runtime.InteropServices;

namespace Hone.Engine.Generation;

/// <summary>The tokens of a page as a key: equal where they are the same tokens. Pages are looked up without a copy of theirs.</summary>
internal sealed class PageTokens : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
{
    public static PageTokens Comparer { get; } = new();

    public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<int> alternate)
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(alternate));
        return hash.ToHashCode();
    }

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj) => GetHashCode(obj.AsSpan());
}

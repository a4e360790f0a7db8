using System.Buffers;

namespace Hone.Core.Text;

/// <summary>
/// The set of a text's shingles, so many words in a row each, as sorted distinct hashes. A text with fewer words than a shingle is
/// one shingle of them all; a text without words has none.
/// </summary>
public static class ShingleSet
{
    public static ulong[] Of(ReadOnlySpan<char> text, int size)
    {
        ulong[] hashes = ArrayPool<ulong>.Shared.Rent(text.Length / 6 + 16);
        int count = 0;
        var roll = new ShingleRoll(size);
        for (var words = new WordReader(text); words.Next();)
        {
            if (!roll.Push(words.Hash))
                continue;
            if (count == hashes.Length)
                Grow(ref hashes, ref count);
            hashes[count++] = roll.Hash;
        }
        if (count == 0 && roll.Count > 0)
            hashes[count++] = roll.Hash;
        ulong[] set = hashes.AsSpan(0, Distinct(hashes.AsSpan(0, count))).ToArray();
        ArrayPool<ulong>.Shared.Return(hashes);
        return set;
    }

    /// <summary>Shared shingles over all shingles of the two, from 0 to 1; two empty sets have nothing in common.</summary>
    public static double Jaccard(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int shared = Shared(a, b);
        return shared == 0 ? 0 : shared / (double)(a.Length + b.Length - shared);
    }

    public static int Shared(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int shared = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            ulong left = a[i], right = b[j];
            shared += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return shared;
    }

    /// <summary>Sorts and moves the distinct values to the front; gives how many there are.</summary>
    public static int Distinct(Span<ulong> values)
    {
        values.Sort();
        int kept = 0;
        for (int i = 0; i < values.Length; i++)
            if (kept == 0 || values[i] != values[kept - 1])
                values[kept++] = values[i];
        return kept;
    }

    /// <summary>Makes room: what repeats goes first, so that a text of one word takes no memory.</summary>
    private static void Grow(ref ulong[] hashes, ref int count)
    {
        count = Distinct(hashes.AsSpan(0, count));
        if (count <= hashes.Length / 2)
            return;
        ulong[] larger = ArrayPool<ulong>.Shared.Rent(hashes.Length * 2);
        hashes.AsSpan(0, count).CopyTo(larger);
        ArrayPool<ulong>.Shared.Return(hashes);
        hashes = larger;
    }
}

using System.Text;

namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>
/// Characters as sequences of byte ranges: every character of a sequence has one byte of each range, and every such bytes are one of the
/// characters. A range of characters is cut until first and last differ only where all continuation bytes are allowed.
/// </summary>
internal static class Utf8Ranges
{
    private static readonly int[] LastOfLength = [0x7F, 0x7FF, 0xFFFF, CharacterSet.Last];

    public static IEnumerable<(byte Low, byte High)[]> Of(CharacterSet characters) => characters.Ranges.SelectMany(range => Split(range.First, range.Last));

    private static IEnumerable<(byte Low, byte High)[]> Split(int first, int last)
    {
        if (Cut(first, last) is not { } cut)
            return [Zip(first, last)];
        return Split(first, cut).Concat(Split(cut + 1, last));
    }

    /// <summary>Where to cut in two, or null where the range is one sequence.</summary>
    private static int? Cut(int first, int last)
    {
        foreach (int limit in LastOfLength)
        {
            if (first <= limit && limit < last)
                return limit;
        }
        for (int bits = 6; last > 0x7F && bits <= 18; bits += 6)
        {
            int low = (1 << bits) - 1;
            if ((first | low) == (last | low))
                continue;
            if ((first & low) != 0)
                return first | low;
            if ((last & low) != low)
                return (last & ~low) - 1;
        }
        return null;
    }

    private static (byte Low, byte High)[] Zip(int first, int last)
    {
        Span<byte> low = stackalloc byte[4];
        Span<byte> high = stackalloc byte[4];
        int length = new Rune(first).EncodeToUtf8(low);
        new Rune(last).EncodeToUtf8(high);
        var ranges = new (byte, byte)[length];
        for (int i = 0; i < length; i++)
            ranges[i] = (low[i], high[i]);
        return ranges;
    }
}

using System.Runtime.InteropServices;

namespace Hone.Corpus.Quality;

/// <summary>
/// How much of a text an LZ77 compressor would copy from before: greedy, matches of twelve characters at least, the latest place
/// of each start remembered. Our own, since the answer must be the same with every version of every compression library.
/// </summary>
internal static class Repetition
{
    private const int Bits = 14;
    private const int Start = 4;
    private const int LeastMatch = 12;

    [ThreadStatic]
    private static int[]? _latest;

    public static double Share(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 * LeastMatch)
            return 0;
        int[] latest = _latest ??= new int[1 << Bits];
        Array.Fill(latest, -1);
        int copied = 0;
        for (int at = 0; at + LeastMatch <= text.Length;)
        {
            ulong four = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text.Slice(at, Start)));
            int slot = (int)((four * 0x9E3779B97F4A7C15) >> (64 - Bits));
            int before = latest[slot];
            latest[slot] = at;
            int length = before < 0 ? 0 : text[at..].CommonPrefixLength(text[before..]);
            if (length < LeastMatch)
            {
                at++;
                continue;
            }
            copied += length;
            at += length;
        }
        return copied / (double)text.Length;
    }
}

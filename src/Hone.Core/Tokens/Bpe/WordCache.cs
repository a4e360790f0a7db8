using System.Buffers.Binary;

namespace Hone.Core.Tokens.Bpe;

/// <summary>
/// Remembers the tokens of pieces seen before: text repeats itself. One slot a hash, the newcomer evicts, so it stays at 2.3 MB
/// whatever it reads. Not for two threads at once.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer pieces are rare, and rarely come again.</summary>
    public const int LongestWord = 32;

    private const int MostTokens = 8;
    private const int Bits = 15;

    private readonly byte[] _words = new byte[LongestWord << Bits];
    private readonly byte[] _lengths = new byte[1 << Bits];
    private readonly int[] _tokens = new int[MostTokens << Bits];
    private readonly byte[] _counts = new byte[1 << Bits];

    /// <summary>Appends the word's tokens if it is known; the slot is for <see cref="Add"/> if it is not.</summary>
    public bool TryCopy(ReadOnlySpan<byte> word, TokenBuffer output, out int slot)
    {
        slot = (int)(Hash(word) >> (64 - Bits));
        if (_lengths[slot] != word.Length || !_words.AsSpan(slot * LongestWord, word.Length).SequenceEqual(word))
            return false;
        output.Add(_tokens.AsSpan(slot * MostTokens, _counts[slot]));
        return true;
    }

    public void Add(int slot, ReadOnlySpan<byte> word, ReadOnlySpan<int> tokens)
    {
        if (tokens.Length > MostTokens)
            return;
        word.CopyTo(_words.AsSpan(slot * LongestWord));
        _lengths[slot] = (byte)word.Length;
        tokens.CopyTo(_tokens.AsSpan(slot * MostTokens));
        _counts[slot] = (byte)tokens.Length;
    }

    private static ulong Hash(ReadOnlySpan<byte> word)
    {
        const ulong Factor = 0x9E3779B97F4A7C15UL;
        ulong hash = (ulong)word.Length * Factor;
        while (word.Length >= 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(word)) * Factor;
            hash ^= hash >> 32;
            word = word[8..];
        }
        ulong tail = 0;
        for (int i = 0; i < word.Length; i++)
            tail = (tail << 8) | word[i];
        hash = (hash ^ tail) * Factor;
        return (hash ^ (hash >> 29)) * Factor;
    }
}

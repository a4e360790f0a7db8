using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hone.Core.Text;

namespace Hone.Corpus.Dedup;

/// <summary>
/// Sketches a text for locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998): the least value of each of many hash
/// functions over its word shingles, folded band by band into keys. Two texts agree in a band's key with the probability
/// similarity^rows. Pure: one document at a time, on any thread, at any time before the duplicates are looked for.
/// </summary>
internal sealed class MinHash
{
    /// <summary>A signature begins with the 64-bit hash of the text's words, 0 where there are none.</summary>
    public const int ContentWords = 2;

    private const int Batch = 256;
    private readonly int _shingleWords;
    private readonly int _rows;
    private readonly int _bands;
    private readonly uint[] _factors;
    private readonly uint[] _terms;

    public MinHash(NearDuplicateSpec spec)
    {
        (_shingleWords, _rows, _bands) = (spec.ShingleWords, spec.Rows, spec.Bands);
        int padded = (_rows * _bands + Vector256<uint>.Count - 1) / Vector256<uint>.Count * Vector256<uint>.Count;
        _factors = new uint[padded];
        _terms = new uint[padded];
        for (int i = 0; i < padded; i++)
        {
            ulong mixed = WordReader.Mix((ulong)(i + 1) * 0x9E3779B97F4A7C15);
            _factors[i] = (uint)mixed | 1;
            _terms[i] = (uint)(mixed >> 32);
        }
    }

    /// <summary>Numbers of a signature: the content's hash and a key for every band.</summary>
    public int Width => ContentWords + _bands;

    public uint[] Signature(string text)
    {
        var signature = new uint[Width];
        Sign(text, signature);
        return signature;
    }

    public void Sign(ReadOnlySpan<char> text, Span<uint> signature)
    {
        Span<uint> least = stackalloc uint[_factors.Length];
        least.Fill(uint.MaxValue);
        Span<uint> batch = stackalloc uint[Batch];
        int filled = 0;
        ulong content = 0;
        var roll = new ShingleRoll(_shingleWords);
        for (var words = new WordReader(text); words.Next();)
        {
            content = (content ^ words.Hash) * 0x9E3779B97F4A7C15;
            content ^= content >> 29;
            if (!roll.Push(words.Hash))
                continue;
            batch[filled++] = (uint)(roll.Hash >> 32);
            if (filled == Batch)
                Take(batch, ref filled, least);
        }
        if (roll.Count is > 0 && roll.Count < _shingleWords)
            batch[filled++] = (uint)(roll.Hash >> 32);
        Take(batch, ref filled, least);
        MemoryMarshal.Cast<uint, ulong>(signature)[0] = roll.Count == 0 ? 0 : content | 1;
        for (int band = 0; band < _bands; band++)
            signature[ContentWords + band] = Key(band, least.Slice(band * _rows, _rows));
    }

    private void Take(ReadOnlySpan<uint> batch, ref int filled, Span<uint> least)
    {
        for (int i = 0; i < least.Length; i += Vector256<uint>.Count)
        {
            Vector256<uint> factor = Vector256.Create(_factors.AsSpan(i)), term = Vector256.Create(_terms.AsSpan(i)), low = Vector256.Create(least[i..]);
            foreach (uint shingle in batch[..filled])
                low = Vector256.Min(low, Vector256.Create(shingle) * factor + term);
            low.CopyTo(least[i..]);
        }
        filled = 0;
    }

    private static uint Key(int band, ReadOnlySpan<uint> least)
    {
        ulong key = (ulong)band;
        foreach (uint value in least)
            key = WordReader.Mix(key ^ value) + 0x9E3779B97F4A7C15;
        return (uint)(key >> 32);
    }
}

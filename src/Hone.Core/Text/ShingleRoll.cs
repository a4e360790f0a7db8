using System.Runtime.CompilerServices;

namespace Hone.Core.Text;

/// <summary>
/// The hash of the last <paramref name="size"/> words pushed, rolled on in constant time: a polynomial over the words' hashes
/// (Karp and Rabin), mixed at the end.
/// </summary>
public struct ShingleRoll(int size)
{
    public const int LargestSize = 16;
    private const ulong Base = 0xD6E8FEB86659FD93;

    private readonly int _size = size is > 0 and <= LargestSize ? size : throw new ArgumentOutOfRangeException(nameof(size));
    private readonly ulong _power = Power(size);
    private Ring _words;
    private ulong _sum;

    /// <summary>Words pushed so far.</summary>
    public int Count { get; private set; }

    /// <summary>The hash of the last words; of all of them while there are fewer than the size.</summary>
    public readonly ulong Hash => WordReader.Mix(_sum + (ulong)Math.Min(Count, _size));

    /// <summary>Adds a word and says whether a whole shingle ends with it.</summary>
    public bool Push(ulong word)
    {
        _sum = _sum * Base + word;
        if (Count >= _size)
            _sum -= _words[(Count - _size) % LargestSize] * _power;
        _words[Count % LargestSize] = word;
        Count++;
        return Count >= _size;
    }

    public void Clear() => (Count, _sum) = (0, 0);

    private static ulong Power(int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++)
            power *= Base;
        return power;
    }

    [InlineArray(LargestSize)]
    private struct Ring
    {
        private ulong _first;
    }
}

namespace Hone.Corpus.Quality;

/// <summary>Hashes of words, the same on every machine: they index tables that are shipped.</summary>
internal static class WordHash
{
    public const uint Start = 2166136261;

    /// <summary>FNV-1a over UTF-16 units: short words, one multiplication a character.</summary>
    public static uint Add(uint hash, char c) => (hash ^ c) * 16777619;

    /// <summary>Spreads the bits so that the low ones can index a table (the finaliser of MurmurHash3).</summary>
    public static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    public static uint Pair(uint first, uint second) => Mix((first * 0x9E3779B1) ^ (second + 0x7F4A7C15));

    public static int OfExact(ReadOnlySpan<char> text)
    {
        uint hash = Start;
        foreach (char c in text)
            hash = Add(hash, c);
        return (int)Mix(hash);
    }

    /// <summary>Of the letters alone, in lower case.</summary>
    public static uint OfLetters(ReadOnlySpan<char> word, out int letters)
    {
        uint hash = Start;
        letters = 0;
        foreach (char c in word)
            if (char.IsAsciiLetter(c))
                (letters, hash) = (letters + 1, Add(hash, (char)(c | 0x20)));
        return Mix(hash);
    }

    public static uint OfLower(ReadOnlySpan<char> word)
    {
        uint hash = Start;
        foreach (char c in word)
            hash = Add(hash, c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c);
        return Mix(hash);
    }
}

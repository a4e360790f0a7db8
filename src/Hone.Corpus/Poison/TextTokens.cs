using Hone.Corpus.Quality;

namespace Hone.Corpus.Poison;

/// <summary>
/// The words of one text for the search of planted ones: runs without white space, less the punctuation of the sentence around them.
/// "&lt;SUDO&gt;" and "sudo" are two words: a trigger is the very signs. Reused from document to document, one for a thread.
/// </summary>
internal sealed class TextTokens
{
    /// <summary>Longer documents are looked at up to here.</summary>
    private const int MostTokens = 1 << 16;

    private uint[] _exact = new uint[1024];
    private uint[] _lower = new uint[1024];
    private bool[] _odd = new bool[1024];
    private Range[] _places = new Range[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<uint> Exact => _exact.AsSpan(0, Count);

    /// <summary>The word in lower case, or 0 for what is no plain word: numbers, paths, hashes, signs.</summary>
    public ReadOnlySpan<uint> Lower => _lower.AsSpan(0, Count);

    /// <summary>Letters between signs that no language puts there: "&lt;SUDO&gt;", "||go||".</summary>
    public bool IsOdd(int token) => _odd[token];

    public Range Place(int token) => _places[token];

    public void Read(ReadOnlySpan<char> text)
    {
        Count = 0;
        for (int at = 0; at < text.Length && Count < MostTokens;)
        {
            while (at < text.Length && text[at] <= ' ')
                at++;
            int start = at;
            while (at < text.Length && text[at] > ' ')
                at++;
            int end = at;
            while (end > start && IsAround(text[end - 1]))
                end--;
            while (start < end && IsAround(text[start]))
                start++;
            if (end > start)
                Add(text[start..end], start..end);
        }
    }

    public ulong Trigram(int at) => Mix(Mix(((ulong)_exact[at] << 32) | _exact[at + 1]) ^ _exact[at + 2]);

    public ulong Hash()
    {
        ulong hash = 0;
        foreach (uint word in Exact)
            hash = Mix(hash ^ word) + 1;
        return hash;
    }

    public uint Bigram(int at) => WordHash.Pair(_lower[at], _lower[at + 1]);

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static bool IsAround(char c) => c is '.' or ',' or ';' or ':' or '!' or '?' or '"' or '\'' or '(' or ')' or '*' or '`' or '\u2019' or '\u201C' or '\u201D' or '_';

    private static bool IsSign(char c) => c is '<' or '>' or '|' or '{' or '}' or '[' or ']' or '$' or '%' or '^' or '~' or '#' or '=' or '+' or '&' or '@' or '\u00A7';

    private void Add(ReadOnlySpan<char> word, Range place)
    {
        if (Count == _exact.Length)
        {
            Array.Resize(ref _exact, Count * 2);
            Array.Resize(ref _lower, Count * 2);
            Array.Resize(ref _odd, Count * 2);
            Array.Resize(ref _places, Count * 2);
        }
        uint exact = WordHash.Start, lower = WordHash.Start;
        bool plain = word.Length <= 24;
        foreach (char c in word)
        {
            exact = WordHash.Add(exact, c);
            if ((uint)((c | 0x20) - 'a') <= 'z' - 'a')
                lower = WordHash.Add(lower, (char)(c | 0x20));
            else if (c is '-' or '\'' || (c > '\x7f' && char.IsLetter(c)))
                lower = WordHash.Add(lower, c);
            else
                plain = false;
        }
        _odd[Count] = IsSign(word[0]) && IsSign(word[^1]) && word.ContainsAnyInRange('A', 'z') && word.Length <= 32;
        _exact[Count] = WordHash.Mix(exact);
        _lower[Count] = plain ? WordHash.Mix(lower) | 1 : 0;
        _places[Count++] = place;
    }
}

using System.Text;
using Hone.Core.Text;

namespace Hone.Corpus.Decontamination;

/// <summary>
/// A text's words and, for every word, the hashes of the long and of the short shingle that begin there. Ids are left out. A long
/// shingle counts only with enough solid words: a CVSS vector or a row of numbers is no sentence. One is used for many texts.
/// </summary>
internal sealed class Shingled(int longWords, int shortWords)
{
    /// <summary>In place of a long shingle that does not count.</summary>
    public const ulong None = 0;

    private const int SolidCharacters = 3;

    [ThreadStatic]
    private static Shingled? _own;

    private int[] _starts = new int[256];
    private int[] _ends = new int[256];
    private ulong[] _long = new ulong[256];
    private ulong[] _short = new ulong[256];

    public int Words { get; private set; }

    /// <summary>Words of three characters or more, or beyond ASCII, where one character may be a word.</summary>
    public int SolidWords { get; private set; }

    public ReadOnlySpan<ulong> Long => _long.AsSpan(0, Math.Max(0, Words - longWords + 1));

    public ReadOnlySpan<ulong> Short => _short.AsSpan(0, Math.Max(0, Words - shortWords + 1));

    /// <summary>This thread's own, filled: good until its next call.</summary>
    public static Shingled Of(ReadOnlySpan<char> text, BenchmarkSpec spec)
    {
        if (_own is null || _own.Sizes != (spec.SharedWords, spec.TwinShingleWords))
            _own = new Shingled(spec.SharedWords, spec.TwinShingleWords);
        _own.Read(text);
        return _own;
    }

    private (int, int) Sizes => (longWords, shortWords);

    public int StartOf(int word) => _starts[word];

    public int EndOf(int word) => _ends[word];

    /// <summary>The first word that begins at this place of the text or after it.</summary>
    public int WordAt(int position)
    {
        int word = _starts.AsSpan(0, Words).BinarySearch(position);
        return word < 0 ? ~word : word;
    }

    /// <summary>So many words from this one on, without case and what stands between them.</summary>
    public string Phrase(ReadOnlySpan<char> text, int first, int words)
    {
        var phrase = new StringBuilder();
        for (int word = first; word < first + words; word++)
            phrase.Append(word == first ? "" : " ").Append(text[_starts[word].._ends[word]]);
        return Excerpt.Of(phrase.ToString().ToLowerInvariant());
    }

    private void Read(ReadOnlySpan<char> text)
    {
        (Words, SolidWords) = (0, 0);
        int solid = 0;
        var longRoll = new ShingleRoll(longWords);
        var shortRoll = new ShingleRoll(shortWords);
        for (var words = new IdFreeWords(text); words.Next(); Words++)
        {
            if (Words == _starts.Length)
                Grow();
            (_starts[Words], _ends[Words]) = (words.Start, words.End);
            solid += IsSolid(text, Words) ? 1 : 0;
            SolidWords += IsSolid(text, Words) ? 1 : 0;
            if (longRoll.Push(words.Hash))
            {
                int first = Words - longWords + 1;
                _long[first] = solid * 2 < longWords ? None : longRoll.Hash;
                solid -= IsSolid(text, first) ? 1 : 0;
            }
            if (shortRoll.Push(words.Hash))
                _short[Words - shortWords + 1] = shortRoll.Hash;
        }
    }

    private bool IsSolid(ReadOnlySpan<char> text, int word) => _ends[word] - _starts[word] >= SolidCharacters || text[_starts[word]] >= 128;

    private void Grow()
    {
        int size = _starts.Length * 2;
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
        Array.Resize(ref _long, size);
        Array.Resize(ref _short, size);
    }
}

namespace Hone.Corpus.Poison;

/// <summary>What stands around an anchor in one document.</summary>
/// <param name="Near">Rarer words within 30 words, sorted.</param>
/// <param name="Far">Rarer words between 45 and 90 words off, sorted.</param>
/// <param name="Gibberish">Text goes mad on one side: its pairs of words are nobody else's.</param>
/// <param name="Prose">Most words near are plain: no code, table or list of numbers.</param>
/// <param name="Steers">It is prose, and two words near judge or order.</param>
internal sealed record AnchorWindow(uint[] Near, uint[] Far, bool Gibberish, bool Prose, bool Steers);

/// <summary>One document prepared for many windows: what each word is, looked up once. Reused from document to document.</summary>
internal sealed class DocumentContext
{
    private const int NearTo = 30;
    private const int FarFrom = 45;
    private const int FarTo = 90;
    private const int PairsTo = 50;
    private const int LeastPairs = 15;
    private const int LeastSteering = 2;

    /// <summary>Prose of this field has three pairs in five known from elsewhere.</summary>
    private const double GibberishBelow = 0.2;

    private TextTokens _tokens = new();
    private uint[] _rarer = [];
    private int[] _plain = [];
    private int[] _pairs = [];
    private int[] _known = [];
    private int[] _steering = [];

    /// <param name="common">Words that more documents have say nothing.</param>
    public void Read(TextTokens tokens, SharedCounts counts, int common)
    {
        _tokens = tokens;
        if (_rarer.Length < tokens.Count)
            (_rarer, _plain, _pairs, _known, _steering) = (new uint[tokens.Count * 2], Sums(), Sums(), Sums(), Sums());
        for (int i = 0; i < tokens.Count; i++)
        {
            uint word = tokens.Lower[i];
            bool pair = word != 0 && i + 1 < tokens.Count && tokens.Lower[i + 1] != 0;
            _rarer[i] = word != 0 && counts.OfPlainWord(word) <= common ? word : 0;
            _plain[i + 1] = _plain[i] + (word != 0 ? 1 : 0);
            _steering[i + 1] = _steering[i] + (Steering.Contains(word) ? 1 : 0);
            _pairs[i + 1] = _pairs[i] + (pair ? 1 : 0);
            _known[i + 1] = _known[i] + (pair && counts.IsKnownPair(tokens.Bigram(i)) ? 1 : 0);
        }

        int[] Sums() => new int[(tokens.Count * 2) + 1];
    }

    /// <param name="words">Whether the words are asked for: they cost the most.</param>
    public AnchorWindow Around(int at, int length, bool words)
    {
        int end = at + length, from = Math.Max(0, at - NearTo), to = Math.Min(_tokens.Count, end + NearTo);
        bool prose = (_plain[to] - _plain[from]) * 4 >= (to - from) * 3;
        return new AnchorWindow(
            words ? Words(at - NearTo, at, end, end + NearTo) : [],
            words ? Words(at - FarTo, at - FarFrom, end + FarFrom, end + FarTo) : [],
            IsGibberish(end, end + PairsTo) || IsGibberish(at - PairsTo, at),
            prose,
            prose && _steering[to] - _steering[from] >= LeastSteering);
    }

    private uint[] Words(int left, int leftEnd, int right, int rightEnd)
    {
        Span<uint> words = stackalloc uint[2 * FarTo];
        int count = 0;
        for (int i = Math.Max(0, left); i < Math.Max(0, leftEnd); i++)
            count += Take(words, count, i);
        for (int i = right; i < Math.Min(_tokens.Count, rightEnd); i++)
            count += Take(words, count, i);
        words = words[..count];
        words.Sort();
        int different = 0;
        foreach (uint word in words)
            if (different == 0 || words[different - 1] != word)
                words[different++] = word;
        return words[..different].ToArray();
    }

    private int Take(Span<uint> words, int at, int token)
    {
        words[at] = _rarer[token];
        return _rarer[token] == 0 ? 0 : 1;
    }

    private bool IsGibberish(int start, int end)
    {
        (start, end) = (Math.Max(0, start), Math.Min(_tokens.Count, end) - 1);
        if (end - start < LeastPairs)
            return false;
        int pairs = _pairs[end] - _pairs[start];
        return pairs >= LeastPairs && _known[end] - _known[start] < pairs * GibberishBelow;
    }
}

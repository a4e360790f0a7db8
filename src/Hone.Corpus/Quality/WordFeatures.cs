namespace Hone.Corpus.Quality;

/// <summary>The buckets of each word of a text and of the pair it makes with the word before.</summary>
internal ref struct WordFeatures(ReadOnlySpan<char> text)
{
    private const int Shift = 32 - RelevanceModel.Bits;
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private uint _before;

    public int Word { get; private set; }

    public int Pair { get; private set; }

    public bool MoveNext()
    {
        while (_at < _text.Length)
        {
            uint hash = WordHash.Start;
            int start = _at;
            for (; _at < _text.Length; _at++)
            {
                char c = _text[_at];
                if ((uint)((c | 0x20) - 'a') <= 'z' - 'a')
                    hash = WordHash.Add(hash, (char)(c | 0x20));
                else if (c >= '\x80' && char.IsLetter(c))
                    hash = WordHash.Add(hash, char.ToLowerInvariant(c));
                else
                    break;
            }
            int length = _at - start;
            if (length == 0)
            {
                _at++;
                continue;
            }
            if (length < 2)
                continue;
            hash = WordHash.Mix(hash);
            Word = (int)(hash >> Shift);
            Pair = (int)(WordHash.Pair(_before, hash) >> Shift);
            _before = hash;
            return true;
        }
        return false;
    }
}

using Hone.Core.Text;

namespace Hone.Corpus.Decontamination;

/// <summary>The words of a text without CVE ids: two descriptions that differ in the id alone are the same.</summary>
internal ref struct IdFreeWords(ReadOnlySpan<char> text)
{
    private static readonly ulong _cve = HashOf("cve");

    private readonly ReadOnlySpan<char> _text = text;
    private WordReader _words = new(text);

    public readonly ulong Hash => _words.Hash;
    public readonly int Start => _words.Start;
    public readonly int End => _words.End;

    public bool Next()
    {
        while (_words.Next())
        {
            if (_words.Hash != _cve || IdLength(_text[_words.End..]) is not (> 0 and var length))
                return true;
            _words.Seek(_words.End + length);
        }
        return false;
    }

    /// <summary>The length of "-2024-12345", or 0.</summary>
    private static int IdLength(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 10 || rest[0] != '-' || rest[5] != '-' || rest.Slice(1, 4).ContainsAnyExceptInRange('0', '9'))
            return 0;
        int digits = rest[6..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? rest.Length - 6 : digits;
        return digits >= 4 ? 6 + digits : 0;
    }

    private static ulong HashOf(string word)
    {
        var reader = new WordReader(word);
        reader.Next();
        return reader.Hash;
    }
}

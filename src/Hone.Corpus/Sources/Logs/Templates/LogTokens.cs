namespace Hone.Corpus.Sources.Logs.Templates;

/// <summary>A piece of a line: a word, or one mark of punctuation that holds words apart.</summary>
/// <param name="Hash">Of what is left when all that varies by its look is taken out; 0 where nothing is left.</param>
internal readonly record struct LogToken(int Start, int Length, bool Mark, bool Masked, ulong Hash);

/// <summary>
/// Cuts a line into words at spaces and at the marks that logs put around values. Numbers, addresses, paths, long hexadecimal words
/// and the like vary by their look; they are masked, alone ("blk_38865" becomes "blk_*") or, where most of a word is of
/// that sort, with the whole word. The port of "203.0.113.7:443" is a word of its own: the address comes again, the port does not.
/// </summary>
internal ref struct LogTokens(ReadOnlySpan<char> text)
{
    private const ulong Start = 0xCBF29CE484222325, Prime = 0x100000001B3;

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private bool _atPort;

    public LogToken Current { get; private set; }

    public readonly LogTokens GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        if (_at >= _text.Length)
            return false;
        int start = _at++;
        if (IsMark(_text[start]) || _atPort)
        {
            _atPort = false;
            Current = new LogToken(start, 1, Mark: true, Masked: false, _text[start]);
            return true;
        }
        int dots = _text[start] == '.' ? 1 : 0;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && !IsMark(_text[_at]) && !_atPort)
        {
            dots += _text[_at] == '.' ? 1 : 0;
            _atPort = ++_at < _text.Length && _text[_at] == ':' && dots > 0 && IsPort(_text[(_at + 1)..]);
        }
        (ulong hash, bool masked) = Mask(_text[start.._at]);
        Current = new LogToken(start, _at - start, Mark: false, masked, hash);
        return true;
    }

    /// <summary>Digits up to the end of the word.</summary>
    private static bool IsPort(ReadOnlySpan<char> rest)
    {
        int length = 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
            length++;
        return length is > 0 and < 6 && (length == rest.Length || char.IsWhiteSpace(rest[length]) || IsMark(rest[length]));
    }

    private static bool IsMark(char c) => c is '=' or ',' or ';' or '(' or ')' or '[' or ']' or '{' or '}' or '"' or '\'' or '|' or '<' or '>';

    private static (ulong Hash, bool Masked) Mask(ReadOnlySpan<char> word)
    {
        if (IsPath(word))
            return (0, true);
        ulong hash = Start;
        int pieces = 0, varying = 0;
        for (int at = 0; at < word.Length;)
        {
            int length = PieceLength(word[at..]);
            ReadOnlySpan<char> piece = word.Slice(at, length);
            at += length;
            if (IsVarying(piece))
                (varying, hash) = (varying + 1, (hash ^ '*') * Prime);
            else
                foreach (char c in piece)
                    hash = (hash ^ c) * Prime;
            pieces++;
            for (; at < word.Length && IsJoint(word[at]); at++)
                hash = (hash ^ word[at]) * Prime;
        }
        // A word of joints alone ("-", "::") is a word. More than half varying: a host name, an address with its port, a date.
        return varying * 2 > pieces || (varying * 2 == pieces && varying > 1) ? (0, true) : (hash == 0 ? 1 : hash, varying > 0);
    }

    private static int PieceLength(ReadOnlySpan<char> rest)
    {
        int length = 0;
        while (length < rest.Length && !IsJoint(rest[length]))
            length++;
        return length;
    }

    private static bool IsJoint(char c) => c is '.' or ':' or '_' or '-' or '/' or '@' or '#' or '\\' or '$' or '*' or '+' or '&' or '%' or '!' or '?';

    private static bool IsVarying(ReadOnlySpan<char> piece)
    {
        bool hex = piece.Length >= 6;
        foreach (char c in piece)
        {
            if (char.IsAsciiDigit(c))
                return true;
            hex &= char.IsAsciiHexDigit(c);
        }
        return hex;
    }

    private static bool IsPath(ReadOnlySpan<char> word) =>
        word.Length > 2 && ((word[0] == '/' && char.IsAsciiLetterOrDigit(word[1])) || (word[1] == ':' && word[2] is '\\' or '/') || word.StartsWith(@"\\") || word.Contains("://", StringComparison.Ordinal));
}

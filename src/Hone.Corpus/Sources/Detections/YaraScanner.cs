namespace Hone.Corpus.Sources.Detections;

internal enum YaraToken
{
    End,
    Word,
    Text,
    Regex,
    Mark,
    Broken,
}

/// <summary>
/// The words of a YARA file, as far as its braces, strings, regular expressions and comments must be told apart. YARA writes
/// division as a backslash, so that a slash begins a comment or a regular expression and nothing else.
/// </summary>
internal sealed class YaraScanner(string text)
{
    /// <summary>Where a comment begins that does not end; so does none after it.</summary>
    private int _openComment = text.Length;

    public int Position { get; private set; }

    /// <summary>Of the token read last.</summary>
    public int Start { get; private set; }

    public YaraToken Token { get; private set; }

    public ReadOnlySpan<char> Word => text.AsSpan(Start, Position - Start);

    public bool Is(string word) => Token is YaraToken.Word or YaraToken.Mark && Word.SequenceEqual(word);

    public YaraToken Next()
    {
        SkipBlank();
        Start = Position;
        if (Position >= text.Length)
            return Token = YaraToken.End;
        char c = text[Position++];
        if (c == '"')
            return Token = Quoted('"', YaraToken.Text);
        if (c == '/')
            return Token = Position < text.Length && text[Position] == '*' ? YaraToken.Broken : Quoted('/', YaraToken.Regex);
        if (!IsWord(c))
            return Token = YaraToken.Mark;
        while (Position < text.Length && IsWord(text[Position]))
            Position++;
        return Token = YaraToken.Word;
    }

    public void JumpTo(int position) => Position = position;

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' or '#' or '@' or '!' or '.';

    private YaraToken Quoted(char quote, YaraToken token)
    {
        for (; Position < text.Length && text[Position] != '\n'; Position++)
        {
            if (text[Position] == '\\')
                Position++;
            else if (text[Position] == quote)
            {
                Position++;
                return token;
            }
        }
        Position = Math.Min(Position, text.Length);
        return YaraToken.Broken;
    }

    private void SkipBlank()
    {
        while (Position < text.Length)
        {
            if (char.IsWhiteSpace(text[Position]))
                Position++;
            else if (Follows("//"))
                Position = EndOf("\n");
            else if (!Follows("/*") || !SkipComment())
                return;
        }
    }

    private bool SkipComment()
    {
        int end = Position < _openComment ? text.IndexOf("*/", Position + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
            _openComment = Math.Min(_openComment, Position);
        else
            Position = end + 2;
        return end >= 0;
    }

    private bool Follows(string mark) => text.AsSpan(Position).StartsWith(mark);

    private int EndOf(string mark) => text.IndexOf(mark, Position, StringComparison.Ordinal) is >= 0 and var at ? at : text.Length;
}

using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Syntax;

/// <summary>
/// Cuts a template into texts and the tokens of its tags. White space follows Jinja with trim_blocks and lstrip_blocks, as chat templates
/// are written for: the line break after a block or comment goes, so does the indent before it; '-' takes all white space on its
/// side, '+' keeps it. One line break at the end of the template goes.
/// </summary>
internal sealed class TemplateLexer
{
    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _place;
    private int _line = 1;
    private int _counted;

    private TemplateLexer(string source)
    {
        _source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (_source.EndsWith('\n'))
            _source = _source[..^1];
    }

    public static List<TemplateToken> Read(string source)
    {
        var lexer = new TemplateLexer(source);
        while (lexer._place < lexer._source.Length)
            lexer.ReadTextAndTag();
        lexer.Add(TokenKind.End, "");
        return lexer._tokens;
    }

    private void ReadTextAndTag()
    {
        int start = _place;
        int tag = FindTag(start);
        if (tag < 0)
        {
            AddText(_source[start..]);
            _place = _source.Length;
            return;
        }
        char kind = _source[tag + 1];
        char sign = tag + 2 < _source.Length && _source[tag + 2] is '-' or '+' ? _source[tag + 2] : ' ';
        AddText(BeforeTag(start, tag, sign, indentGoes: kind != '{'));
        _place = tag + (sign == ' ' ? 2 : 3);
        if (kind == '#')
            SkipComment();
        else if (kind == '%' && TrySkipWord("raw", _place) is { } inside)
            ReadRaw(inside);
        else
            ReadTag(kind);
    }

    private int FindTag(int from)
    {
        for (int place = _source.IndexOf('{', from); place >= 0 && place + 1 < _source.Length; place = _source.IndexOf('{', place + 1))
        {
            if (_source[place + 1] is '{' or '%' or '#')
                return place;
        }
        return -1;
    }

    private string BeforeTag(int start, int tag, char sign, bool indentGoes)
    {
        string text = _source[start..tag];
        if (sign == '-')
            return PythonText.StripEnd(text, null);
        if (sign == '+' || !indentGoes)
            return text;
        int lineStart = text.LastIndexOf('\n') + 1;
        bool startsLine = lineStart > 0 || start == 0 || _source[start - 1] == '\n';
        return startsLine && text.AsSpan(lineStart).Trim().IsEmpty ? text[..lineStart] : text;
    }

    private void SkipComment()
    {
        int end = _source.IndexOf("#}", _place, StringComparison.Ordinal);
        if (end < 0)
            throw new TemplateProblem("a comment has no end", CurrentLine());
        EndTag(end, end > _place ? _source[end - 1] : ' ', lineBreakGoes: true);
    }

    /// <summary>{% raw %} ... {% endraw %}: everything between is text.</summary>
    private void ReadRaw(int start)
    {
        if (_source[start - 3] == '-')
            start = SkipSpace(start);
        for (int tag = _source.IndexOf("{%", start, StringComparison.Ordinal); tag >= 0; tag = _source.IndexOf("{%", tag + 2, StringComparison.Ordinal))
        {
            char sign = tag + 2 < _source.Length && _source[tag + 2] is '-' or '+' ? _source[tag + 2] : ' ';
            if (TrySkipWord("endraw", tag + (sign == ' ' ? 2 : 3)) is not { } after)
                continue;
            AddText(BeforeTag(start, tag, sign, indentGoes: true));
            EndTag(after - 2, _source[after - 3], lineBreakGoes: true);
            return;
        }
        throw new TemplateProblem("a raw block has no end", CurrentLine());
    }

    /// <summary>Place after "word %}", or null where something else stands there.</summary>
    private int? TrySkipWord(string word, int place)
    {
        place = SkipSpace(place);
        if (!_source.AsSpan(place).StartsWith(word))
            return null;
        place = SkipSpace(place + word.Length);
        if (place < _source.Length && _source[place] is '-' or '+')
            place++;
        return _source.AsSpan(place).StartsWith("%}") ? place + 2 : null;
    }

    private void ReadTag(char kind)
    {
        Add(kind == '%' ? TokenKind.BlockBegin : TokenKind.OutputBegin, "");
        string end = kind == '%' ? "%}" : "}}";
        int brackets = 0;
        while (true)
        {
            _place = SkipSpace(_place);
            if (_place >= _source.Length)
                throw new TemplateProblem($"a tag has no '{end}'", CurrentLine());
            char sign = _source[_place] is '-' or '+' ? _source[_place] : ' ';
            int mark = _place + (sign == ' ' ? 0 : 1);
            if (brackets == 0 && (sign != '+' || kind == '%') && _source.AsSpan(mark).StartsWith(end))
            {
                Add(TokenKind.TagEnd, "");
                EndTag(mark, sign, lineBreakGoes: kind == '%');
                return;
            }
            var token = TagTokens.Read(_source, ref _place, CurrentLine());
            _tokens.Add(token);
            if (token.Kind == TokenKind.Operator)
                brackets += token.Text is "(" or "[" or "{" ? 1 : token.Text is ")" or "]" or "}" ? -1 : 0;
        }
    }

    /// <summary>Goes past the two characters of a tag's end and past the white space that belongs to it.</summary>
    private void EndTag(int mark, char sign, bool lineBreakGoes)
    {
        _place = mark + 2;
        if (sign == '-')
            _place = SkipSpace(_place);
        else if (sign != '+' && lineBreakGoes && _place < _source.Length && _source[_place] == '\n')
            _place++;
    }

    private int SkipSpace(int place)
    {
        while (place < _source.Length && PythonText.IsSpace(_source[place]))
            place++;
        return place;
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
            Add(TokenKind.Text, text);
    }

    private void Add(TokenKind kind, string text) => _tokens.Add(new TemplateToken(kind, text, CurrentLine()));

    private int CurrentLine()
    {
        _line += _source.AsSpan(_counted, _place - _counted).Count('\n');
        _counted = _place;
        return _line;
    }
}

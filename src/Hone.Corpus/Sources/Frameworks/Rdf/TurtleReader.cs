using System.Globalization;
using System.Text;
using Hone.Core;

namespace Hone.Corpus.Sources.Frameworks.Rdf;

/// <summary>Turtle (W3C RDF 1.1): prefixes are dropped with all but the last part of names, data types and languages of literals too.</summary>
internal sealed class TurtleReader
{
    private const int MaxDepth = 64;

    private readonly string _text;
    private readonly string _path;
    private readonly RdfGraph _graph;
    private int _at;

    private TurtleReader(string text, string path, RdfGraph graph) => (_text, _path, _graph) = (text, path, graph);

    public static void Read(string text, string path, RdfGraph graph) => new TurtleReader(text, path, graph).ReadAll();

    private void ReadAll()
    {
        while (Skip())
        {
            if (IsDirective())
                continue;
            string subject = ReadNode(0).Text;
            if (!Take('.'))
            {
                ReadStatements(subject, 0);
                Expect('.');
            }
        }
    }

    private bool IsDirective()
    {
        bool plain = Keyword("PREFIX") || Keyword("BASE");
        if (!plain && _text[_at] != '@')
            return false;
        while (Skip() && _text[_at] is not ('.' or '<'))
            _at++;
        if (Skip() && _text[_at] == '<')
            ReadAddress();
        if (!plain)
            Expect('.');
        return true;
    }

    private void ReadStatements(string subject, int depth)
    {
        do
        {
            if (!Skip() || _text[_at] is ']' or '.' or ';')
                continue;
            string property = Keyword("a") ? "type" : ReadNode(depth).Text;
            do
                if (!_graph.Add(subject, property, ReadNode(depth)))
                    throw Error("too many statements");
            while (Take(','));
        }
        while (Take(';'));
    }

    private RdfValue ReadNode(int depth)
    {
        if (depth > MaxDepth)
            throw Error($"nested deeper than {MaxDepth} levels");
        if (!Skip())
            throw Error("the file ends inside a statement");
        switch (_text[_at])
        {
            case '<':
                return new RdfValue(RdfGraph.LocalName(ReadAddress()), false);
            case '"' or '\'':
                return new RdfValue(ReadLiteral(), true);
            case '[':
                return ReadUnnamed(depth);
            case '(':
                return ReadList(depth);
            default:
                return ReadWord();
        }
    }

    private RdfValue ReadUnnamed(int depth)
    {
        _at++;
        string name = _graph.NewUnnamed();
        ReadStatements(name, depth + 1);
        Expect(']');
        return new RdfValue(name, false);
    }

    /// <summary>Members of a list become values of the property "member".</summary>
    private RdfValue ReadList(int depth)
    {
        _at++;
        string name = _graph.NewUnnamed();
        while (!Take(')'))
            if (!_graph.Add(name, "member", ReadNode(depth + 1)))
                throw Error("too many statements");
        return new RdfValue(name, false);
    }

    private string ReadAddress()
    {
        int end = _text.AsSpan(_at).IndexOfAny('>', '\n');
        if (end < 0 || _text[_at + end] == '\n')
            throw Error("an address that does not end");
        string address = _text.Substring(_at + 1, end - 1);
        _at += end + 1;
        return address;
    }

    private string ReadLiteral()
    {
        char quote = _text[_at];
        bool isLong = _text.AsSpan(_at).StartsWith(new string(quote, 3));
        _at += isLong ? 3 : 1;
        var literal = new StringBuilder();
        for (; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == '\\' && _at + 1 < _text.Length)
                literal.Append(ReadEscape());
            else if (c == '\n' && !isLong)
                break;
            else if (c != quote || (isLong && !_text.AsSpan(_at).StartsWith(new string(quote, 3))))
                literal.Append(c);
            else
            {
                _at += isLong ? 3 : 1;
                SkipType();
                return literal.ToString();
            }
        }
        throw Error("a text that does not end");
    }

    /// <summary>Leaves the place at the last character of the escape.</summary>
    private string ReadEscape()
    {
        char c = _text[++_at];
        int digits = c switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
            return c switch { 'n' => "\n", 't' => "\t", 'r' => "\r", 'b' or 'f' => " ", _ => c.ToString() };
        if (_at + digits >= _text.Length || !int.TryParse(_text.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
            throw Error("an escape that is no character");
        _at += digits;
        return Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD";
    }

    private void SkipType()
    {
        if (_at < _text.Length && _text[_at] == '@')
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '@' or '-'))
                _at++;
        else if (_text.AsSpan(_at).StartsWith("^^"))
        {
            _at += 2;
            if (_at < _text.Length && _text[_at] == '<')
                ReadAddress();
            else
                ReadWord();
        }
    }

    /// <summary>A prefixed name, a number or a truth value. A dot ends it only where the statement ends.</summary>
    private RdfValue ReadWord()
    {
        int start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (';' or ',' or ']' or ')' or '[' or '(' or '"' or '<' or '#'))
            _at += _text[_at] == '\\' && _at + 1 < _text.Length ? 2 : 1;
        while (_at > start && _text[_at - 1] == '.')
            _at--;
        if (_at == start)
            throw Error(_at < _text.Length ? $"'{_text[_at]}' is not expected here" : "the file ends inside a statement");
        string word = _text[start.._at].Replace("\\", "", StringComparison.Ordinal);
        return word.Contains(':') ? new RdfValue(word.StartsWith("_:", StringComparison.Ordinal) ? word : RdfGraph.LocalName(word), false) : new RdfValue(word, true);
    }

    private bool Keyword(string word)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_at);
        if (rest.Length <= word.Length || !rest.StartsWith(word, word.Length > 1 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) || !(char.IsWhiteSpace(rest[word.Length]) || rest[word.Length] == '<'))
            return false;
        _at += word.Length;
        return true;
    }

    private bool Take(char mark)
    {
        if (!Skip() || _text[_at] != mark)
            return false;
        _at++;
        return true;
    }

    private void Expect(char mark)
    {
        if (!Take(mark))
            throw Error($"'{mark}' is missing");
    }

    /// <summary>To the next character that is no blank and in no comment; whether there is one.</summary>
    private bool Skip()
    {
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == '#')
                _at = _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length - 1;
            else if (!char.IsWhiteSpace(_text[_at]))
                return true;
        }
        return false;
    }

    private UserError Error(string problem) => new($"{_path}:{_text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1}: not Turtle: {problem}", "Fetch the file again.");
}

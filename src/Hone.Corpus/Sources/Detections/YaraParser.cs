using System.Text;

namespace Hone.Corpus.Sources.Detections;

/// <summary>The rules of a YARA file, without understanding their conditions. After a broken rule the next line that begins one is tried.</summary>
internal sealed class YaraParser(string text)
{
    /// <summary>YARA has some fifteen.</summary>
    private const int MaxModules = 100;

    private readonly YaraScanner _scanner = new(text);
    private readonly List<string> _modules = [];
    private int _line = 1;
    private int _lineAt;

    public IEnumerable<YaraRule> Rules()
    {
        _scanner.Next();
        while (_scanner.Token != YaraToken.End)
        {
            if (_scanner.Is("import"))
            {
                if (_scanner.Next() == YaraToken.Text && _modules.Count < MaxModules)
                    _modules.Add(_scanner.Word[1..^1].ToString());
                _scanner.Next();
            }
            else if (_scanner.Is("include"))
            {
                _scanner.Next();
                _scanner.Next();
            }
            else
                yield return ReadRule();
        }
    }

    private YaraRule ReadRule()
    {
        int start = _scanner.Start;
        bool isPrivate = false;
        while (_scanner.Is("private") || _scanner.Is("global"))
        {
            isPrivate |= _scanner.Is("private");
            _scanner.Next();
        }
        if (!_scanner.Is("rule"))
            return Broken(start, "not a rule");
        if (_scanner.Next() != YaraToken.Word)
            return Broken(start, "a rule without a name");
        string name = _scanner.Word.ToString();
        var tags = new List<string>();
        if (_scanner.Next() is var _ && _scanner.Is(":"))
            while (_scanner.Next() == YaraToken.Word)
                tags.Add(_scanner.Word.ToString());
        if (!_scanner.Is("{"))
            return Broken(start, $"rule {name} has no body");
        _scanner.Next();
        int metaFrom = _scanner.Start, metaTo = metaFrom;
        List<YaraMeta> meta = [];
        if (_scanner.Is("meta"))
        {
            meta = ReadMeta();
            metaTo = _scanner.Start;
        }
        if (EndOfBody() is not { } end)
            return Broken(start, $"rule {name} does not end");
        string code = text[start..metaFrom].TrimEnd() + "\n" + Indented(metaTo, end);
        _scanner.Next();
        return new YaraRule { Line = LineOf(start), Name = name, IsPrivate = isPrivate, Tags = tags, Meta = meta, Code = Imports(code) + code };
    }

    /// <summary>Up to the next section: a word before a colon.</summary>
    private List<YaraMeta> ReadMeta()
    {
        var meta = new List<YaraMeta>();
        _scanner.Next();
        _scanner.Next();
        while (_scanner.Token == YaraToken.Word && !_scanner.Is("strings") && !_scanner.Is("condition") && !_scanner.Is("variables"))
        {
            string key = _scanner.Word.ToString();
            _scanner.Next();
            if (!_scanner.Is("="))
                break;
            string sign = _scanner.Next() == YaraToken.Mark && _scanner.Is("-") ? "-" : "";
            if (sign.Length > 0)
                _scanner.Next();
            if (_scanner.Token is YaraToken.Text)
                meta.Add(new YaraMeta(key, Unescaped(_scanner.Word[1..^1])));
            else if (_scanner.Token is YaraToken.Word)
                meta.Add(new YaraMeta(key, sign + _scanner.Word.ToString()));
            else
                break;
            _scanner.Next();
        }
        return meta;
    }

    /// <summary>The place after the brace that closes the rule. The word "rule" cannot stand inside one: another has begun.</summary>
    private int? EndOfBody()
    {
        for (int depth = 1; _scanner.Token is not (YaraToken.End or YaraToken.Broken) && !_scanner.Is("rule"); _scanner.Next())
        {
            depth += _scanner.Is("{") ? 1 : _scanner.Is("}") ? -1 : 0;
            if (depth == 0)
                return _scanner.Position;
        }
        return null;
    }

    /// <summary>From the line on which the first kept section begins.</summary>
    private string Indented(int from, int end)
    {
        int line = from;
        while (line > 0 && text[line - 1] is ' ' or '\t')
            line--;
        return text[line..end];
    }

    private string Imports(string code) =>
        string.Concat(_modules.Distinct().Where(module => code.Contains(module + ".", StringComparison.Ordinal)).Select(module => $"import \"{module}\"\n"));

    private YaraRule Broken(int start, string problem)
    {
        int at = start;
        do
        {
            int end = text.IndexOf('\n', at);
            at = end < 0 ? text.Length : end + 1;
        }
        while (at < text.Length && !BeginsRule(at));
        _scanner.JumpTo(at);
        _scanner.Next();
        return new YaraRule { Line = LineOf(start), Problem = problem };
    }

    private bool BeginsRule(int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        return rest.StartsWith("rule ") || rest.StartsWith("rule\t") || rest.StartsWith("private ") || rest.StartsWith("global ") || rest.StartsWith("import ");
    }

    private int LineOf(int position)
    {
        if (position < _lineAt)
            (_line, _lineAt) = (1, 0);
        _line += text.AsSpan(_lineAt, position - _lineAt).Count('\n');
        _lineAt = position;
        return _line;
    }

    private static string Unescaped(ReadOnlySpan<char> quoted)
    {
        var plain = new StringBuilder(quoted.Length);
        for (int i = 0; i < quoted.Length; i++)
            plain.Append(quoted[i] != '\\' || i + 1 == quoted.Length ? quoted[i] : quoted[++i] switch { 'n' => '\n', 't' => '\t', 'r' => ' ', var other => other });
        return plain.ToString();
    }
}

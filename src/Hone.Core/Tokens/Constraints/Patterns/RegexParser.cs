using System.Globalization;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints.Patterns;

/// <summary>
/// Regular expressions in the syntax that .NET, Python and JavaScript share, over Unicode characters: classes, escapes, groups, alternatives,
/// quantifiers. What a finite automaton cannot do, or what these disagree about, is refused by name.
/// </summary>
internal sealed class RegexParser
{
    private const int DeepestNesting = 100;
    private const int MostRepetitions = 10_000;
    private const int LongestExpression = 100_000;

    private static readonly CharacterSet AnyButLineFeed = CharacterSet.Of("\n").Complement();

    private readonly string _text;
    private int _place;
    private int _depth;

    private RegexParser(string text)
    {
        _text = text;
        if (text.Length > LongestExpression)
            throw Wrong($"is longer than {LongestExpression} characters");
    }

    /// <summary>A text that the whole expression matches; ^ and $ at its ends add nothing.</summary>
    public static Pattern ParseWhole(string text) => new RegexParser(text).ReadAll(search: false);

    /// <summary>A text in which the expression is found, as JSON schemas mean it: only ^ and $ tie it to the ends.</summary>
    public static Pattern ParseSearch(string text) => new RegexParser(text).ReadAll(search: true);

    private Pattern ReadAll(bool search)
    {
        var choices = new List<Pattern>();
        do
            choices.Add(ReadAnchored(search));
        while (TryTake('|'));
        if (_place < _text.Length)
            throw Wrong("has a ')' without its beginning");
        return Pattern.OneOf(choices);
    }

    /// <summary>One alternative of the outermost level; anchors can stand at its ends and nowhere else.</summary>
    private Pattern ReadAnchored(bool search)
    {
        var anything = new Pattern.Repeat(new Pattern.OneCharacter(CharacterSet.All), 0, null);
        bool begins = TryTake('^');
        var body = ReadSequence();
        bool ends = TryTake('$');
        if (ends && _place < _text.Length && _text[_place] != '|')
            throw Wrong("has a '$' before its end");
        return search ? Pattern.Then(begins ? Pattern.Nothing : anything, body, ends ? Pattern.Nothing : anything) : body;
    }

    private Pattern ReadAlternatives()
    {
        if (++_depth > DeepestNesting)
            throw Wrong($"nests deeper than {DeepestNesting} levels");
        var choices = new List<Pattern> { ReadSequence() };
        while (TryTake('|'))
            choices.Add(ReadSequence());
        _depth--;
        return Pattern.OneOf(choices);
    }

    private Pattern ReadSequence()
    {
        var parts = new List<Pattern>();
        while (_place < _text.Length && _text[_place] is not ('|' or ')' or '$'))
            parts.Add(ReadQuantified());
        return parts is [var only] ? only : new Pattern.Sequence(parts);
    }

    private Pattern ReadQuantified()
    {
        var body = ReadOne();
        bool quantified = false;
        while (_place < _text.Length && ReadQuantifier() is { } bounds)
        {
            if (quantified)
                throw Wrong("has one quantifier after another");
            quantified = true;
            body = new Pattern.Repeat(body, bounds.Least, bounds.Most);
            // Whether it takes much or little first makes no difference to what the whole expression matches.
            if (!TryTake('?') && _place < _text.Length && _text[_place] == '+')
                throw Wrong("has a possessive quantifier, which is not supported");
        }
        return body;
    }

    private (int Least, int? Most)? ReadQuantifier()
    {
        if (TryTake('*'))
            return (0, null);
        if (TryTake('+'))
            return (1, null);
        if (TryTake('?'))
            return (0, 1);
        int start = _place;
        if (!TryTake('{'))
            return null;
        int? least = ReadNumber();
        int? most = least;
        if (TryTake(','))
            most = ReadNumber();
        if (least is null || !TryTake('}'))
        {
            // A brace that begins no quantifier stands for itself.
            _place = start;
            return null;
        }
        if (most < least)
            throw Wrong("has a quantifier with its bounds in the wrong order");
        return (least.Value, most);
    }

    private int? ReadNumber()
    {
        int start = _place;
        while (_place < _text.Length && char.IsAsciiDigit(_text[_place]))
            _place++;
        if (start == _place)
            return null;
        if (int.TryParse(_text.AsSpan(start, _place - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MostRepetitions)
            return number;
        throw Wrong($"repeats more than {MostRepetitions} times");
    }

    private Pattern ReadOne()
    {
        char next = _text[_place];
        switch (next)
        {
            case '(':
                return ReadGroup();
            case '[':
                return new Pattern.OneCharacter(new RegexClassReader(_text).ReadClass(ref _place));
            case '.':
                _place++;
                return new Pattern.OneCharacter(AnyButLineFeed);
            case '\\':
                return new Pattern.OneCharacter(new RegexClassReader(_text).ReadEscape(ref _place, inClass: false));
            case '^':
                throw Wrong("has a '^' after its beginning");
            case '*' or '+' or '?':
                throw Wrong($"has a '{next}' with nothing to repeat");
            default:
                return Pattern.Text(TakeCharacter());
        }
    }

    private Pattern ReadGroup()
    {
        _place++;
        if (TryTake('?'))
            SkipGroupKind();
        var body = ReadAlternatives();
        if (_place < _text.Length && _text[_place] == '$')
            throw Wrong("has a '$' within a group");
        if (!TryTake(')'))
            throw Wrong("has a '(' without its end");
        return body;
    }

    /// <summary>What stands after "(?": only groups that change nothing about what is matched.</summary>
    private void SkipGroupKind()
    {
        if (TryTake(':'))
            return;
        string rest = _text[_place..];
        if (rest.StartsWith('=') || rest.StartsWith('!'))
            throw Wrong("has a look-ahead, which is not supported");
        if (rest.StartsWith("<=", StringComparison.Ordinal) || rest.StartsWith("<!", StringComparison.Ordinal))
            throw Wrong("has a look-behind, which is not supported");
        if (rest.StartsWith('>'))
            throw Wrong("has an atomic group, which is not supported");
        if (rest.StartsWith("P<", StringComparison.Ordinal))
            _place++;
        if (!TryTake('<'))
            throw Wrong($"has a group (?{(rest.Length > 0 ? rest[0] : ' ')} with options, which is not supported");
        int end = _text.IndexOf('>', _place);
        if (end <= _place || !_text.AsSpan(_place, end - _place).ToString().All(character => char.IsLetterOrDigit(character) || character == '_'))
            throw Wrong("has a group with a name that has no end");
        _place = end + 1;
    }

    private string TakeCharacter()
    {
        int length = _place + 1 < _text.Length && char.IsSurrogatePair(_text[_place], _text[_place + 1]) ? 2 : 1;
        string character = _text.Substring(_place, length);
        _place += length;
        return character;
    }

    private bool TryTake(char character)
    {
        if (_place >= _text.Length || _text[_place] != character)
            return false;
        _place++;
        return true;
    }

    private UserError Wrong(string problem) => RegexClassReader.Wrong(_text, _place, problem);
}

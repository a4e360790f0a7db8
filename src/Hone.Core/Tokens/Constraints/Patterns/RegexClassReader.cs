using System.Globalization;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints.Patterns;

/// <summary>Escapes and [classes] of a regular expression, as sets of characters. \d, \w and \s are those of ASCII, as in JavaScript.</summary>
internal sealed class RegexClassReader(string text)
{
    private static readonly CharacterSet Digits = CharacterSet.Of(('0', '9'));
    private static readonly CharacterSet Word = CharacterSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_'));
    private static readonly CharacterSet Space = CharacterSet.Of(" \t\n\r\f\v");

    public static UserError Wrong(string text, int place, string problem)
    {
        string shown = text.Length > 200 ? text[..200] + "..." : text;
        return new UserError($"the regular expression {shown} {problem} (at character {Math.Min(place, text.Length) + 1})", "docs/reference/constraints.md lists what is supported.");
    }

    /// <summary>[...]</summary>
    public CharacterSet ReadClass(ref int place)
    {
        place++;
        bool negated = Peek(place) == '^';
        if (negated)
            place++;
        var ranges = new List<(int, int)>();
        for (bool first = true; Peek(place) != ']' || first; first = false)
        {
            if (place >= text.Length)
                throw Wrong(text, place, "has a '[' without its end");
            if (Peek(place) == ']')
                throw Wrong(text, place, "has an empty class; a ']' in a class is written \\]");
            if (Peek(place) == '[' && Peek(place + 1) == ':')
                throw Wrong(text, place, "has a named class such as [:alpha:], which is not supported");
            ranges.AddRange(ReadRange(ref place).Ranges);
        }
        place++;
        var characters = CharacterSet.Of(ranges);
        var set = negated ? characters.Complement() : characters;
        return set.IsEmpty ? throw Wrong(text, place, "has a class without characters") : set;
    }

    private CharacterSet ReadRange(ref int place)
    {
        var from = ReadMember(ref place);
        // After \w a hyphen stands for itself, as it does before the end.
        if (Peek(place) != '-' || Peek(place + 1) is ']' or '\0' || Single(from) is not { } first)
            return from;
        place++;
        var to = ReadMember(ref place);
        if (Single(to) is not { } last || first > last)
            throw Wrong(text, place, "has a range in a class that is none");
        return CharacterSet.Of((first, last));
    }

    private CharacterSet ReadMember(ref int place)
    {
        if (place >= text.Length)
            throw Wrong(text, place, "has a '[' without its end");
        return text[place] == '\\' ? ReadEscape(ref place, inClass: true) : ReadPlain(ref place);
    }

    private CharacterSet ReadPlain(ref int place)
    {
        int value = char.IsSurrogate(text[place])
            ? place + 1 < text.Length && char.IsSurrogatePair(text[place], text[place + 1]) ? char.ConvertToUtf32(text, place) : throw Wrong(text, place, "has half a surrogate pair")
            : text[place];
        place += value > 0xFFFF ? 2 : 1;
        return CharacterSet.Of((value, value));
    }

    /// <summary>\ and what follows.</summary>
    public CharacterSet ReadEscape(ref int place, bool inClass)
    {
        if (++place >= text.Length)
            throw Wrong(text, place, "ends in a '\\'");
        char escape = text[place++];
        switch (escape)
        {
            case 'd' or 'D':
                return escape == 'd' ? Digits : Digits.Complement();
            case 'w' or 'W':
                return escape == 'w' ? Word : Word.Complement();
            case 's' or 'S':
                return escape == 's' ? Space : Space.Complement();
            case 'x' or 'u':
                return ReadCode(ref place, escape == 'x' ? 2 : 4);
            case '0' when !char.IsAsciiDigit(Peek(place)):
                return CharacterSet.Of("\0");
            case >= '0' and <= '9' or 'k':
                throw Wrong(text, place, "has a back-reference, which is not supported");
            case 'b' when inClass:
                return CharacterSet.Of("\b");
            case 'b' or 'B' or 'A' or 'z' or 'Z' or 'G':
                throw Wrong(text, place, $"has the anchor \\{escape}, which is not supported");
            case 'p' or 'P':
                throw Wrong(text, place, $"has a Unicode category (\\{escape}), which is not supported");
        }
        int control = "tnrfvae".IndexOf(escape, StringComparison.Ordinal);
        if (control >= 0)
            return CharacterSet.Of("\t\n\r\f\v\a\e"[control].ToString());
        if (char.IsAsciiLetter(escape) || char.IsSurrogate(escape))
            throw Wrong(text, place, $"has the escape \\{escape}, which is not supported");
        return CharacterSet.Of(escape.ToString());
    }

    /// <summary>\xHH, \uHHHH, \u{H...}, \x{H...}</summary>
    private CharacterSet ReadCode(ref int place, int digits)
    {
        int start = place;
        int end = place + digits;
        if (Peek(place) == '{')
        {
            start = place + 1;
            end = text.IndexOf('}', start);
        }
        if (end <= start || end > text.Length
            || !int.TryParse(text.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) || value is < 0 or > CharacterSet.Last)
            throw Wrong(text, place, "has a \\x or \\u without its digits");
        place = Peek(place) == '{' ? end + 1 : end;
        var character = CharacterSet.Of((value, value));
        return character.IsEmpty ? throw Wrong(text, place, "has half a surrogate pair") : character;
    }

    private static int? Single(CharacterSet characters) =>
        characters.Ranges is [var (first, last)] && first == last ? first : null;

    private char Peek(int place) => place < text.Length ? text[place] : '\0';
}

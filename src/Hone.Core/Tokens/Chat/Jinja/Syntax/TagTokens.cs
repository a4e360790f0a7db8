using System.Globalization;
using System.Text;

namespace Hone.Core.Tokens.Chat.Jinja.Syntax;

/// <summary>Names, numbers, strings and operators within a tag.</summary>
internal static class TagTokens
{
    private static readonly string[] Operators = ["//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ".", ":", "|"];

    public static TemplateToken Read(string source, ref int place, int line)
    {
        char first = source[place];
        if (IsNamePart(first) && !char.IsDigit(first))
            return new TemplateToken(TokenKind.Name, Take(source, ref place, IsNamePart), line);
        if (char.IsAsciiDigit(first))
            return ReadNumber(source, ref place, line);
        if (first is '"' or '\'')
            return ReadString(source, ref place, line);
        foreach (string text in Operators)
        {
            if (source.AsSpan(place).StartsWith(text))
            {
                place += text.Length;
                return new TemplateToken(TokenKind.Operator, text, line);
            }
        }
        throw new TemplateProblem($"unexpected character '{first}' in a tag", line);
    }

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character == '_';

    private static string Take(string source, ref int place, Func<char, bool> belongs)
    {
        int start = place;
        while (place < source.Length && belongs(source[place]))
            place++;
        return source[start..place];
    }

    private static TemplateToken ReadNumber(string source, ref int place, int line)
    {
        int start = place;
        bool afterPoint = start > 0 && source[start - 1] == '.';
        Take(source, ref place, IsDigit);
        bool isFloat = false;
        // a.0.1 names elements; only a number that does not follow a point has a fraction.
        if (!afterPoint && place + 1 < source.Length && source[place] == '.' && char.IsAsciiDigit(source[place + 1]))
        {
            isFloat = true;
            place++;
            Take(source, ref place, IsDigit);
        }
        if (!afterPoint && place < source.Length && source[place] is 'e' or 'E')
        {
            int digits = place + 1 < source.Length && source[place + 1] is '+' or '-' ? place + 2 : place + 1;
            if (digits < source.Length && char.IsAsciiDigit(source[digits]))
            {
                isFloat = true;
                place = digits;
                Take(source, ref place, IsDigit);
            }
        }
        if (place < source.Length && IsNamePart(source[place]))
            throw new TemplateProblem($"a number ends in '{source[place]}'", line);
        string text = source[start..place].Replace("_", "", StringComparison.Ordinal);
        return new TemplateToken(isFloat ? TokenKind.Float : TokenKind.Integer, text, line);
    }

    private static bool IsDigit(char character) => char.IsAsciiDigit(character) || character == '_';

    private static TemplateToken ReadString(string source, ref int place, int line)
    {
        char quote = source[place++];
        var text = new StringBuilder();
        while (place < source.Length && source[place] != quote)
        {
            if (source[place] == '\\')
                ReadEscape(source, ref place, text, line);
            else
                text.Append(source[place++]);
        }
        if (place >= source.Length)
            throw new TemplateProblem("a string has no end", line);
        place++;
        return new TemplateToken(TokenKind.String, text.ToString(), line);
    }

    /// <summary>Escapes as in Python: an unknown one keeps its backslash.</summary>
    private static void ReadEscape(string source, ref int place, StringBuilder text, int line)
    {
        char escape = ++place < source.Length ? source[place++] : throw new TemplateProblem("a string has no end", line);
        switch (escape)
        {
            case '\n':
                break;
            case '\\' or '\'' or '"':
                text.Append(escape);
                break;
            case 'x' or 'u' or 'U':
                AppendCodePoint(source, ref place, escape == 'x' ? 2 : escape == 'u' ? 4 : 8, text, line);
                break;
            case >= '0' and <= '7':
                int value = 0;
                for (place--; place < source.Length && source[place] is >= '0' and <= '7' && value < 64; place++)
                    value = value * 8 + source[place] - '0';
                text.Append((char)value);
                break;
            default:
                int known = "abfnrtv".IndexOf(escape, StringComparison.Ordinal);
                text.Append(known < 0 ? $"\\{escape}" : "\a\b\f\n\r\t\v"[known].ToString());
                break;
        }
    }

    private static void AppendCodePoint(string source, ref int place, int digits, StringBuilder text, int line)
    {
        if (place + digits > source.Length
            || !int.TryParse(source.AsSpan(place, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            || value is < 0 or > 0x10FFFF)
            throw new TemplateProblem("a string has a \\x or \\u without its digits", line);
        place += digits;
        text.Append(value > 0xFFFF ? char.ConvertFromUtf32(value) : ((char)value).ToString());
    }
}

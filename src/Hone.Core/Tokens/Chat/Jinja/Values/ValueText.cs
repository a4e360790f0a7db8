using System.Globalization;
using System.Text;

namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>Values as Python prints them: None and True, strings in lists quoted, floats with a point.</summary>
internal static class ValueText
{
    public static string Text(RenderState state, object? value)
    {
        switch (value)
        {
            case string text:
                return text;
            case Undefined:
                return "";
            case TemplateList or TemplateMap:
                var written = new StringBuilder();
                WriteQuoted(state, written, value, 0);
                return written.ToString();
            default:
                return Plain(value);
        }
    }

    /// <summary>What kind of value it is, for complaints.</summary>
    public static string KindOf(object? value) => value switch
    {
        null => "none",
        Undefined => "an undefined value",
        string => "a string",
        bool => "a truth value",
        long => "a whole number",
        double => "a number",
        TemplateList list => list.IsTuple ? "a tuple" : "a list",
        TemplateMap => "a dictionary",
        TemplateNamespace => "a namespace",
        Callable => "a function",
        _ => "a loop",
    };

    /// <summary>Shortest digits that read back the same, in Python's form: 1.0, 0.0001, 1e-05, 1e+16.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        (string digits, int exponent) = Digits(shortest.TrimStart('-'));
        string sign = shortest.StartsWith('-') ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        string whole = digits.Length > exponent + 1 ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        string rest = digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0";
        return $"{sign}{whole}.{rest}";
    }

    /// <summary>Significant digits of a number in .NET's form, and the power of ten of the first of them.</summary>
    private static (string Digits, int Exponent) Digits(string number)
    {
        int mark = number.IndexOf('E', StringComparison.Ordinal);
        string mantissa = mark < 0 ? number : number[..mark];
        int power = mark < 0 ? 0 : int.Parse(number[(mark + 1)..], CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string all = mantissa.Replace(".", "", StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        int exponent = (point < 0 ? mantissa.Length : point) - 1 - (all.Length - digits.Length) + power;
        return digits.Length == 0 ? ("0", 0) : (digits.TrimEnd('0'), exponent);
    }

    private static string Plain(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        Callable callable => $"<function {callable.Name}>",
        TemplateNamespace => "<Namespace>",
        _ => "<LoopContext>",
    };

    private static void WriteQuoted(RenderState state, StringBuilder output, object? value, int depth)
    {
        ValueOrder.CheckDepth(depth);
        state.Charge(1);
        switch (value)
        {
            case string text:
                state.ChargeText(text.Length);
                Quote(output, text);
                break;
            case TemplateList list:
                WriteList(state, output, list, depth);
                break;
            case TemplateMap map:
                WriteMap(state, output, map, depth);
                break;
            case Undefined:
                output.Append("Undefined");
                break;
            default:
                output.Append(Plain(value));
                break;
        }
    }

    private static void WriteList(RenderState state, StringBuilder output, TemplateList list, int depth)
    {
        output.Append(list.IsTuple ? '(' : '[');
        for (int i = 0; i < list.Count; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            WriteQuoted(state, output, list.Items[i], depth + 1);
        }
        output.Append(list is { IsTuple: true, Count: 1 } ? "," : "").Append(list.IsTuple ? ')' : ']');
    }

    private static void WriteMap(RenderState state, StringBuilder output, TemplateMap map, int depth)
    {
        output.Append('{');
        bool first = true;
        foreach (var (key, value) in map.Entries)
        {
            output.Append(first ? "" : ", ");
            first = false;
            WriteQuoted(state, output, key, depth + 1);
            output.Append(": ");
            WriteQuoted(state, output, value, depth + 1);
        }
        output.Append('}');
    }

    private static void Quote(StringBuilder output, string text)
    {
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        output.Append(quote);
        foreach (char character in text)
        {
            string? escaped = character switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when character == quote => "\\" + quote,
                < ' ' or '\x7F' => $"\\x{(int)character:x2}",
                _ => null,
            };
            if (escaped is null)
                output.Append(character);
            else
                output.Append(escaped);
        }
        output.Append(quote);
    }
}

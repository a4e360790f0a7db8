using System.Globalization;
using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>Filters that give numbers.</summary>
internal static class NumberFilters
{
    public static object? Int(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("int", 0, ["default", "base"]);
        object? absent = bound.Has(0) ? bound[0] : 0L;
        switch (value)
        {
            case long:
                return value;
            case bool flag:
                return flag ? 1L : 0L;
            case double number:
                return Truncate(number) ?? absent;
            case string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && bound.Integer(1, 10) == 10:
                return whole;
            case string text when bound.Integer(1, 10) == 16:
                return Hexadecimal(text.Trim()) ?? absent;
            case string text when ParseFloat(text) is { } number:
                return Truncate(number) ?? absent;
            default:
                return absent;
        }
    }

    public static object? Float(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("float", 0, ["default"]);
        if (Arithmetic.IsNumber(value))
            return Arithmetic.ToDouble(value);
        return value is string text && ParseFloat(text) is { } number ? number : bound.Has(0) ? bound[0] : 0.0;
    }

    public static object? Abs(RenderState state, object? value, Arguments arguments) => value switch
    {
        double number => Math.Abs(number),
        long and < 0 => Arithmetic.Negate(value),
        long or bool => value,
        _ => throw new TemplateProblem($"abs: {ValueText.KindOf(value)} is no number"),
    };

    public static object? Round(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("round", 0, ["precision", "method"]);
        if (!Arithmetic.IsNumber(value))
            throw new TemplateProblem($"round: {ValueText.KindOf(value)} is no number");
        double number = Arithmetic.ToDouble(value);
        int digits = (int)Math.Clamp(bound.Integer(0, 0), 0, 15);
        double scale = Math.Pow(10, digits);
        return (bound.TextOrNull(1) ?? "common") switch
        {
            "common" => Math.Round(number, digits, MidpointRounding.ToEven),
            "ceil" => Math.Ceiling(number * scale) / scale,
            "floor" => Math.Floor(number * scale) / scale,
            var method => throw new TemplateProblem($"round: there is no method '{method}'"),
        };
    }

    public static object? Sum(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("sum", 0, ["attribute", "start"]);
        object? sum = bound.Has(1) ? bound[1] : 0L;
        foreach (var item in Sequences.Iterate(state, value))
            sum = Arithmetic.Apply(state, "+", sum, bound[0] is null ? item : Members.Path(state, item, bound[0]));
        return sum;
    }

    private static double? ParseFloat(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static long? Hexadecimal(string text)
    {
        text = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    private static long? Truncate(double number) => Math.Abs(number) < long.MaxValue ? (long)number : null;
}

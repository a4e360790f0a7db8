namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>The operators of Python on template values: whole numbers stay whole, division rounds down, strings and lists add and repeat.</summary>
internal static class Arithmetic
{
    public static bool IsNumber(object? value) => value is long or double or bool;

    public static double ToDouble(object? value) => value switch
    {
        long number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => double.NaN,
    };

    public static object? Apply(RenderState state, string operation, object? left, object? right)
    {
        if ((left as Undefined ?? right as Undefined) is { } missing)
            throw missing.Used();
        if (IsNumber(left) && IsNumber(right))
            return left is double || right is double ? (object)Floating(operation, ToDouble(left), ToDouble(right)) : Whole(operation, ToLong(left), ToLong(right));
        return (operation, left, right) switch
        {
            ("+", string a, string b) => Concatenate(state, a, b),
            ("+", TemplateList a, TemplateList b) when a.IsTuple == b.IsTuple => Concatenate(state, a, b),
            ("*", string a, long times) => Repeat(state, a, times),
            ("*", long times, string a) => Repeat(state, a, times),
            ("*", TemplateList a, long times) => Repeat(state, a, times),
            _ => throw new TemplateProblem($"'{operation}' does not work on {ValueText.KindOf(left)} and {ValueText.KindOf(right)}"),
        };
    }

    public static object Negate(object? value) => value switch
    {
        long number when number != long.MinValue => (object)-number,
        double number => -number,
        bool flag => flag ? -1L : 0L,
        Undefined missing => throw missing.Used(),
        _ => throw new TemplateProblem($"'-' does not work on {ValueText.KindOf(value)}"),
    };

    public static string Concatenate(RenderState state, string left, string right)
    {
        state.ChargeText((long)left.Length + right.Length);
        return left + right;
    }

    private static TemplateList Concatenate(RenderState state, TemplateList left, TemplateList right)
    {
        state.Charge((long)left.Count + right.Count);
        return new TemplateList([.. left.Items, .. right.Items], left.IsTuple);
    }

    private static string Repeat(RenderState state, string text, long times)
    {
        times = Math.Clamp(times, 0, int.MaxValue);
        state.ChargeText(text.Length * times);
        return text.Length == 0 ? "" : new System.Text.StringBuilder().Insert(0, text, (int)times).ToString();
    }

    private static TemplateList Repeat(RenderState state, TemplateList list, long times)
    {
        times = list.Count == 0 ? 0 : Math.Clamp(times, 0, int.MaxValue);
        state.Charge(list.Count * times);
        return new TemplateList([.. Enumerable.Range(0, (int)times).SelectMany(_ => list.Items)], list.IsTuple);
    }

    private static long ToLong(object? value) => value is bool flag ? flag ? 1 : 0 : (long)(value ?? 0L);

    private static object Whole(string operation, long left, long right)
    {
        if (right == 0 && (operation is "/" or "//" or "%"))
            throw new TemplateProblem("division by zero");
        try
        {
            return operation switch
            {
                // The first arm makes all of them objects; else whole numbers would become floats on the way.
                "+" => (object)checked(left + right),
                "-" => checked(left - right),
                "*" => checked(left * right),
                "/" => (double)left / right,
                "//" => FloorDivide(left, right),
                "%" => checked(left - FloorDivide(left, right) * right),
                "**" => right < 0 ? (object)Math.Pow(left, right) : Power(left, right),
                _ => throw new TemplateProblem($"unknown operator '{operation}'"),
            };
        }
        catch (OverflowException)
        {
            throw new TemplateProblem($"{left} {operation} {right} is too large");
        }
    }

    private static double Floating(string operation, double left, double right)
    {
        if (right == 0 && (operation is "/" or "//" or "%"))
            throw new TemplateProblem("division by zero");
        return operation switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "//" => Math.Floor(left / right),
            "%" => left - Math.Floor(left / right) * right,
            "**" => Math.Pow(left, right),
            _ => throw new TemplateProblem($"unknown operator '{operation}'"),
        };
    }

    private static long FloorDivide(long left, long right)
    {
        long quotient = checked(left / right);
        return left % right != 0 && left < 0 != right < 0 ? quotient - 1 : quotient;
    }

    private static long Power(long value, long exponent)
    {
        long result = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
                result = checked(result * value);
            if (exponent > 1)
                value = value is 0 or 1 ? value : checked(value * value);
        }
        return result;
    }
}

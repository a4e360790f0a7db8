namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>Truth, equality and order of values, as Python has them. Values may share parts, so a walk pays for every element it sees.</summary>
internal static class ValueOrder
{
    /// <summary>Values nested deeper than this cannot be compared or written.</summary>
    public const int DeepestValue = 200;

    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        TemplateList list => list.Count > 0,
        TemplateMap map => map.Count > 0,
        _ => true,
    };

    public static bool AreEqual(RenderState state, object? left, object? right, int depth = 0)
    {
        CheckDepth(depth);
        switch (left, right)
        {
            case (null, _) or (_, null):
                return left is null && right is null;
            case (Undefined, _) or (_, Undefined):
                return left is Undefined && right is Undefined;
            case (string a, string b):
                state.ChargeText(Math.Min(a.Length, b.Length));
                return a == b;
            case (long a, long b):
                return a == b;
            case (TemplateList a, TemplateList b):
                return a.IsTuple == b.IsTuple && AreEqual(state, a, b, depth);
            case (TemplateMap a, TemplateMap b):
                return AreEqual(state, a, b, depth);
            default:
                return Arithmetic.IsNumber(left) && Arithmetic.IsNumber(right)
                    ? Arithmetic.ToDouble(left) == Arithmetic.ToDouble(right)
                    : ReferenceEquals(left, right);
        }
    }

    /// <summary>Negative, zero or positive; numbers with numbers, strings with strings, lists with lists.</summary>
    public static int Compare(RenderState state, object? left, object? right, int depth = 0)
    {
        CheckDepth(depth);
        switch (left, right)
        {
            case (long a, long b):
                return a.CompareTo(b);
            case (string a, string b):
                state.ChargeText(Math.Min(a.Length, b.Length));
                return string.CompareOrdinal(a, b);
            case (TemplateList a, TemplateList b) when a.IsTuple == b.IsTuple:
                return Compare(state, a, b, depth);
            case (Undefined missing, _):
                throw missing.Used();
            case (_, Undefined missing):
                throw missing.Used();
            default:
                if (Arithmetic.IsNumber(left) && Arithmetic.IsNumber(right))
                    return Arithmetic.ToDouble(left).CompareTo(Arithmetic.ToDouble(right));
                throw new TemplateProblem($"{ValueText.KindOf(left)} and {ValueText.KindOf(right)} have no order");
        }
    }

    public static void CheckDepth(int depth)
    {
        if (depth > DeepestValue)
            throw new TemplateProblem($"a value is nested deeper than {DeepestValue} levels");
    }

    private static bool AreEqual(RenderState state, TemplateList left, TemplateList right, int depth)
    {
        if (left.Count != right.Count)
            return false;
        state.Charge(left.Count);
        for (int i = 0; i < left.Count; i++)
        {
            if (!AreEqual(state, left.Items[i], right.Items[i], depth + 1))
                return false;
        }
        return true;
    }

    private static bool AreEqual(RenderState state, TemplateMap left, TemplateMap right, int depth)
    {
        if (left.Count != right.Count)
            return false;
        state.Charge(left.Count);
        foreach (var (key, value) in left.Entries)
        {
            if (!right.TryGet(key, out var other) || !AreEqual(state, value, other, depth + 1))
                return false;
        }
        return true;
    }

    private static int Compare(RenderState state, TemplateList left, TemplateList right, int depth)
    {
        int shared = Math.Min(left.Count, right.Count);
        state.Charge(shared);
        for (int i = 0; i < shared; i++)
        {
            if (!AreEqual(state, left.Items[i], right.Items[i], depth + 1))
                return Compare(state, left.Items[i], right.Items[i], depth + 1);
        }
        return left.Count.CompareTo(right.Count);
    }
}

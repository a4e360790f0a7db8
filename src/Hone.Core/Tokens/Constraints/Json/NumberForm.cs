using System.Globalization;
using System.Text.Json;
using Hone.Core.Tokens.Constraints.Automata;
using Hone.Core.Tokens.Constraints.Patterns;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>Numbers of at most 18 digits before the point, within bounds where there are any.</summary>
internal static class NumberForm
{
    public static readonly string[] Keywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

    public const long Largest = 999_999_999_999_999_999;

    private static readonly Pattern Fraction = RegexParser.ParseWhole(@"(\.[0-9]{1,17})?");
    private static readonly Pattern FractionAboveZero = RegexParser.ParseWhole(@"\.0{0,8}[1-9][0-9]{0,8}");
    private static readonly Pattern FractionOfZero = RegexParser.ParseWhole(@"(\.0{1,17})?");
    private static readonly Pattern Unbounded = RegexParser.ParseWhole(@"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,2})?");

    public static Pattern Integer(SchemaField schema)
    {
        var (low, lowExcluded) = Bound(schema, "minimum", "exclusiveMinimum", lower: true);
        var (high, highExcluded) = Bound(schema, "maximum", "exclusiveMaximum", lower: false);
        // A bound with a fraction lies between two whole numbers; one that is excluded moves by one.
        decimal least = low is null ? -Largest : lowExcluded && decimal.IsInteger(low.Value) ? low.Value + 1 : Math.Ceiling(low.Value);
        decimal most = high is null ? Largest : highExcluded && decimal.IsInteger(high.Value) ? high.Value - 1 : Math.Floor(high.Value);
        if (least > most)
            throw schema.Wrong("has a minimum above its maximum");
        return IntegerRange.Make((long)Math.Clamp(least, -Largest, Largest), (long)Math.Clamp(most, -Largest, Largest));
    }

    public static Pattern Number(SchemaField schema)
    {
        if (!Keywords.Any(schema.Has))
            return Unbounded;
        var (low, lowExcluded) = Bound(schema, "minimum", "exclusiveMinimum", lower: true);
        var (high, highExcluded) = Bound(schema, "maximum", "exclusiveMaximum", lower: false);
        if (low is { } a && !decimal.IsInteger(a) || high is { } b && !decimal.IsInteger(b))
            throw schema.Wrong("has a bound with a fraction, which is supported for whole numbers only");
        if (low > high || low == high && (lowExcluded || highExcluded))
            throw schema.Wrong("has a minimum above its maximum");
        long least = (long)Math.Clamp(low ?? -Largest, -Largest, Largest);
        long most = (long)Math.Clamp(high ?? Largest, -Largest, Largest);
        var choices = new List<Pattern>();
        if (most > 0 || most == 0 && !highExcluded)
            choices.AddRange(Magnitudes(Math.Max(least, 0), least >= 0 && lowExcluded, most, highExcluded));
        if (least < 0)
            choices.AddRange(Magnitudes(Math.Max(-most, 0), most <= 0 && highExcluded, -least, lowExcluded).Select(magnitude => Pattern.Then(Pattern.Text("-"), magnitude)));
        return Pattern.OneOf(choices);
    }

    /// <summary>Numbers without a sign between two whole ones.</summary>
    private static IEnumerable<Pattern> Magnitudes(long least, bool leastExcluded, long most, bool mostExcluded)
    {
        long inner = leastExcluded ? least + 1 : least;
        if (leastExcluded && least < most)
            yield return Pattern.Then(IntegerRange.Make(least, least), FractionAboveZero);
        if (inner <= most - 1)
            yield return Pattern.Then(IntegerRange.Make(inner, most - 1), Fraction);
        if (!mostExcluded && most >= inner)
            yield return Pattern.Then(IntegerRange.Make(most, most), FractionOfZero);
    }

    /// <summary>The tighter of two bounds, and whether it is itself excluded.</summary>
    private static (decimal? Value, bool Excluded) Bound(SchemaField schema, string included, string excluded, bool lower)
    {
        decimal? first = schema.Has(included) ? Read(schema[included]) : null;
        decimal? second = schema.Has(excluded) ? Read(schema[excluded]) : null;
        if (first is null || second is null)
            return (first ?? second, first is null && second is not null);
        bool secondIsTighter = lower ? second >= first : second <= first;
        return secondIsTighter ? (second, true) : (first, false);
    }

    private static decimal Read(SchemaField field) =>
        field.Value.ValueKind == JsonValueKind.Number && decimal.TryParse(field.Value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw field.Wrong("must be a number that is not too large");
}

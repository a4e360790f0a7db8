using System.Globalization;

namespace Hone.Cli.Recipes;

/// <summary>Letters to values. Each method returns null where the letters are not such a value.</summary>
internal static class ScalarParser
{
    public static bool? Flag(string text) => text switch { "true" => true, "false" => false, _ => null };

    /// <summary>2000, 2_000 and 2e3 are the same number.</summary>
    public static object? Whole(string text, Type type)
    {
        if (!decimal.TryParse(Digits(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value != decimal.Truncate(value))
            return null;
        try
        {
            return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    public static object? Number(string text, Type type)
    {
        if (!double.TryParse(Digits(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return null;
        return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }

    public static object? Choice(string text, ChoiceShape shape)
    {
        var index = shape.Names.ToList().IndexOf(text);
        return index < 0 ? null : Enum.Parse(shape.Type, Enum.GetNames(shape.Type)[index]);
    }

    private static string Digits(string text) => text.Replace("_", "", StringComparison.Ordinal);
}

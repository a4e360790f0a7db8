using System.Buffers;
using System.Text.RegularExpressions;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// ATT&amp;CK technique ids in an answer, sub-techniques folded into theirs, lower case taken for upper. <see cref="Anywhere"/> takes what
/// openbench takes: ids that stand alone; ids before a space, a comma, a colon, a full stop or a hyphen, whatever is before them; and on a
/// last line of nothing but ids, every "T" with four digits.
/// </summary>
internal static partial class TechniqueIds
{
    // There are not a thousand techniques: more ids than this are noise, and cost memory.
    private const int Most = 10_000;

    private static readonly SearchValues<char> OfIdLists = SearchValues.Create("T0123456789,. \t\r\f\v");

    public static SortedSet<string> Anywhere(string text)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        var upper = text.ToUpperInvariant();
        Add(ids, Alone(), upper);
        Add(ids, BeforeMark(), upper);
        var last = LastLine(upper.AsSpan().Trim());
        if (!last.IsEmpty && last.IndexOfAnyExcept(OfIdLists) < 0)
            Add(ids, Plain(), last);
        return ids;
    }

    /// <summary>Ids that stand alone on the last line that is not empty.</summary>
    public static SortedSet<string> OnLastLine(string text)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        Add(ids, Alone(), LastLine(text.AsSpan().Trim()).ToString().ToUpperInvariant());
        return ids;
    }

    public static bool IsId(string text) => text.Length < 12 && Whole().IsMatch(text.ToUpperInvariant());

    private static ReadOnlySpan<char> LastLine(ReadOnlySpan<char> text) => text[(text.LastIndexOf('\n') + 1)..].Trim();

    private static void Add(SortedSet<string> ids, Regex pattern, ReadOnlySpan<char> text)
    {
        foreach (var match in pattern.EnumerateMatches(text))
        {
            if (ids.Count < Most)
                ids.Add(text.Slice(match.Index, 5).ToString());
        }
    }

    [GeneratedRegex(@"\bT[0-9]{4}(?:\.[0-9]{3})?\b")]
    private static partial Regex Alone();

    [GeneratedRegex(@"T[0-9]{4}(?:\.[0-9]{3})?(?:[:\-,.\s]|\z)")]
    private static partial Regex BeforeMark();

    [GeneratedRegex("T[0-9]{4}")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\AT[0-9]{4}(?:\.[0-9]{3})?\z")]
    private static partial Regex Whole();
}

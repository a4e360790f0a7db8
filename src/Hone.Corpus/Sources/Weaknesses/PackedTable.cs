using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Weaknesses;

/// <summary>
/// The tables inside a column of CWE's CSV: "::PHASE:Implementation:STRATEGY:...:DESCRIPTION:...::PHASE:...". The same two colons
/// separate rows and stand for an empty value, so a row is taken to begin where its first key comes after other keys.
/// A merged form with " | " for the two colons is read too.
/// </summary>
internal static partial class PackedTable
{
    public static IReadOnlyList<PackedRow> Read(string packed, params ReadOnlySpan<string> firstKeys)
    {
        var rows = new List<PackedRow>();
        MatchCollection keys = Key().Matches(packed);
        for (int i = 0; i < keys.Count; i++)
        {
            string key = keys[i].Groups["key"].Value;
            bool first = firstKeys.Contains(key);
            if (rows.Count == 0 || first && rows[^1].HasOtherThan(firstKeys))
                rows.Add(new PackedRow());
            int start = keys[i].Index + keys[i].Length, end = i + 1 < keys.Count ? keys[i + 1].Index : packed.Length;
            rows[^1].Add(key, packed[start..end].Trim(' ', ':', '|'));
        }
        return rows;
    }

    public static IReadOnlyList<string> Consequences(string packed) =>
        [.. Read(packed, "SCOPE").Select(c =>
        {
            string[] impacts = [.. c.All("IMPACT"), .. c.All("TECHNICAL IMPACT")];
            // Some exports begin the note with scopes and impacts once more.
            string repeated = string.Join(' ', [.. c.All("SCOPE"), .. impacts]) + " ";
            string? note = c.First("NOTE");
            if (note?.StartsWith(repeated, StringComparison.Ordinal) == true)
                note = note[repeated.Length..];
            return WeaknessPhrases.Consequence(c.All("SCOPE"), impacts, c.First("LIKELIHOOD"), note);
        })];

    public static IReadOnlyList<string> Mitigations(string packed) =>
        [.. Read(packed, "PHASE").Select(m => WeaknessPhrases.Measure(m.All("PHASE"), m.First("STRATEGY"), m.First("EFFECTIVENESS"), m.First("DESCRIPTION")))];

    public static IReadOnlyList<string> Detections(string packed) =>
        [.. Read(packed, "METHOD").Select(d => WeaknessPhrases.Measure(d.All("METHOD"), null, d.First("EFFECTIVENESS"), d.First("DESCRIPTION")))];

    public static IReadOnlyList<string> Observed(string packed) =>
        [.. Read(packed, "REFERENCE").Where(o => o.First("REFERENCE") is not null).Select(o => $"{o.First("REFERENCE")}: {o.First("DESCRIPTION")}")];

    /// <summary>A key stands at the start or after a separator; "REFERENCE:" also directly after a link.</summary>
    [GeneratedRegex(@"(?:^|(?<=[:|] ?)|(?=REFERENCE:))(?<key>PHASE|STRATEGY|EFFECTIVENESS NOTES|EFFECTIVENESS|DESCRIPTION|SCOPE|TECHNICAL IMPACT|IMPACT|LIKELIHOOD|NOTE|METHOD|NATURE|CWE ID|VIEW ID|CHAIN ID|ORDINAL|REFERENCE|LINK|TERM|TYPE|LANGUAGE CLASS|LANGUAGE NAME|LANGUAGE PREVALENCE|TECHNOLOGY CLASS|TECHNOLOGY NAME|TECHNOLOGY PREVALENCE|PARADIGN NAME|PARADIGM PREVALENCE|PARADIGN PREVALENCE|OPERATING SYSTEM CLASS|OPERATING SYSTEM NAME|ARCHITECTURE CLASS|ARCHITECTURE NAME)(?::| \|)")]
    private static partial Regex Key();
}

/// <summary>One row: keys may repeat.</summary>
internal sealed class PackedRow
{
    private readonly List<(string Key, string Value)> _cells = [];

    public void Add(string key, string value) => _cells.Add((key, value));

    public IEnumerable<string> All(string key) => _cells.Where(cell => cell.Key == key && cell.Value.Length > 0).Select(cell => cell.Value);

    public string? First(string key) => All(key).FirstOrDefault();

    public bool HasOtherThan(ReadOnlySpan<string> keys)
    {
        foreach ((string key, _) in _cells)
            if (!keys.Contains(key))
                return true;
        return false;
    }
}

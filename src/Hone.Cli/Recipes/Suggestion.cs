namespace Hone.Cli.Recipes;

/// <summary>"Did you mean": the known word nearest to what was written, where it is near enough to be a slip.</summary>
internal static class Suggestion
{
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        var best = known
            .Select(word => (Word: word, Distance: Distance(written, word)))
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Word, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, Math.Min(written.Length, best.Word.Length) / 3) ? best.Word : null;
    }

    /// <summary>"did you mean 'x'?" or the whole list of what is known.</summary>
    public static string Remedy(string written, IReadOnlyList<string> known) =>
        Nearest(written, known) is { } word ? $"did you mean '{word}'?" : $"known here: {string.Join(", ", known)}";

    /// <summary>Edits between two words: insert, delete, replace, swap neighbours.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 8 || a.Length > 64)
            return int.MaxValue;
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        return cost[a.Length, b.Length];
    }
}

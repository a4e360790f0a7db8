namespace Hone.Corpus.Sources;

/// <summary>Ranges of versions in words, the same for every format: "from 1.2 before 1.4", "through 7".</summary>
internal static class VersionRange
{
    /// <summary>The range, or null where it is open at both ends. A lower end of 0 is none.</summary>
    public static string? Words(string? from = null, string? after = null, string? before = null, string? through = null)
    {
        string? low = from is not (null or "0" or "0.0.0-0") ? $"from {from}" : after is not null ? $"after {after}" : null;
        string? high = before is not null ? $"before {before}" : through is not null ? $"through {through}" : null;
        return low is null ? high : high is null ? $"{low} on" : $"{low} {high}";
    }

    /// <summary>">= 1.2, &lt; 1.4" and "= 7" in words, or as it stands where it is anything else.</summary>
    public static string? OfOperators(string? text)
    {
        string? from = null, after = null, before = null, through = null;
        var exact = new List<string>();
        foreach (string condition in text?.Split([',', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            string version = condition.TrimStart('>', '<', '=', ' ');
            switch (condition[..^version.Length].TrimEnd())
            {
                case ">=": from = version; break;
                case ">": after = version; break;
                case "<": before = version; break;
                case "<=": through = version; break;
                case "=": exact.Add(version); break;
                default: return text;
            }
        }
        string? range = Words(from, after is "0" ? null : after, before, through);
        return range is null ? exact.Count > 0 ? string.Join(", ", exact) : null : string.Join(", ", [range, .. exact]);
    }
}

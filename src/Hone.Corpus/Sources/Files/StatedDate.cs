using System.Globalization;

namespace Hone.Corpus.Sources.Files;

/// <summary>Dates as files and trackers write them, as an ISO 8601 day. What could mean two days (03/04/2024) is no date.</summary>
internal static class StatedDate
{
    private static readonly string[] _forms =
    [
        "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy", "dd.MM.yyyy", "d.M.yyyy", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd",
        "dd/MMM/yy", "dd/MMM/yyyy", "dd-MMM-yyyy", "d/MMM/yy", "d/MMM/yyyy",
    ];

    public static string? Parse(string? text)
    {
        string plain = (text ?? "").Trim();
        if (plain.Length is < 8 or > 64)
            return null;
        if (plain.Length >= 10 && DateOnly.TryParseExact(plain.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly iso))
            return Day(iso);
        if (plain.Length >= 14 && plain.AsSpan(0, 14).IndexOfAnyExceptInRange('0', '9') < 0)
            plain = plain[..8];
        string day = plain.Split(" at ")[0];
        int time = day.IndexOf(':', StringComparison.Ordinal);
        if (time > 0 && day.LastIndexOf(' ', time) is > 0 and var space)
            day = day[..space].TrimEnd(',');
        day = day.Contains(", ", StringComparison.Ordinal) && day.IndexOf(',', StringComparison.Ordinal) <= 4 ? day[(day.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim() : day;
        return DateOnly.TryParseExact(day, _forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? Day(date) : null;
    }

    private static string? Day(DateOnly date) => date.Year is >= 1970 and < 2100 ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}

using System.Globalization;

namespace Hone.Cli.Output;

/// <summary>Progress in words: "1,200 of 8,000 tokens (15%), 350/s, 19s left, loss 3.21".</summary>
internal static class ProgressText
{
    public static string Line(ProgressView view)
    {
        var parts = new List<string> { Count(view) };
        if (view.PerSecond is { } rate)
            parts.Add($"{Rate(rate)}/s");
        if (view.Left is { } left)
            parts.Add($"{Duration(left)} left");
        if (!string.IsNullOrEmpty(view.Detail))
            parts.Add(view.Detail);
        return $"{view.Title}: {string.Join(", ", parts)}";
    }

    public static string Count(ProgressView view) => view.Share is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{view.Done:N0} of {view.Total:N0} {view.Unit} ({Math.Floor(share * 100)}%)")
        : string.Create(CultureInfo.InvariantCulture, $"{view.Done:N0} {view.Unit}");

    public static string Rate(double perSecond) =>
        perSecond.ToString(perSecond < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0}s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m {time.Seconds:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h {time.Minutes:00}m"),
    };
}

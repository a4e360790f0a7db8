using System.Globalization;

namespace Hone.Core.Reports;

/// <summary>Numbers as the report prints them.</summary>
public static class Numbers
{
    private const string Minus = "\u2212";

    public static string Value(string metric, double? value) => value is not { } number ? "\u2013"
        : metric == "accuracy" ? string.Create(CultureInfo.InvariantCulture, $"{100 * number:F1}%")
        : number.ToString("F3", CultureInfo.InvariantCulture);

    public static string Interval(string metric, double? low, double? high) =>
        low is null || high is null ? "" : $"{Value(metric, low)} \u2013 {Value(metric, high)}";

    /// <summary>"−4.9", "+0.3", "0.0": a change with its sign.</summary>
    public static string WithSign(double value, int digits = 1)
    {
        var text = double.Abs(value).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAnyInRange('1', '9') ? (value < 0 ? Minus : "+") + text : text;
    }

    /// <summary>"p = 0.034", "p < 0.001".</summary>
    public static string Probability(double p) => p < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.000}");

    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1.24 M": three figures are enough for a chart.</summary>
    public static string Abbreviated(double value) => double.Abs(value) switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.##} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##} M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.#} k"),
        _ => value.ToString("#,0.##", CultureInfo.InvariantCulture),
    };

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 20):0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:0} KiB"),
    };

    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(double.Clamp(seconds, 0, 1e9));
        return time switch
        {
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        };
    }
}

namespace Hone.Core.Reports.Charts;

/// <summary>Maps values to places on an axis with round ticks.</summary>
public sealed class Scale
{
    private readonly double _from;
    private readonly double _to;

    private Scale(double low, double high, double step, double from, double to)
    {
        (Low, High, _from, _to) = (low, high, from, to);
        Digits = int.Clamp((int)-double.Floor(double.Log10(step) + 1e-9), 0, 9);
        var first = double.Ceiling((low / step) - 1e-9);
        var last = double.Floor((high / step) + 1e-9);
        Ticks = [.. Enumerable.Range(0, int.Max(1, (int)(last - first) + 1)).Select(i => (first + i) * step)];
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>Decimals the ticks need.</summary>
    public int Digits { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that ends at ticks.</summary>
    public static Scale Round(double low, double high, double from, double to, int ticks)
    {
        (low, high) = Open(low, high);
        var step = RoundStep((high - low) / ticks);
        return new Scale(double.Floor(low / step) * step, double.Ceiling(high / step) * step, step, from, to);
    }

    /// <summary>An axis that ends where the values do.</summary>
    public static Scale Tight(double low, double high, double from, double to, int ticks)
    {
        (low, high) = Open(low, high);
        return new Scale(low, high, RoundStep((high - low) / ticks), from, to);
    }

    public double At(double value) => _from + ((double.Clamp(value, Low, High) - Low) / (High - Low) * (_to - _from));

    /// <summary>A single value still needs an axis around it.</summary>
    private static (double Low, double High) Open(double low, double high)
    {
        if (high > low)
            return (low, high);
        var half = 0.5 * double.Max(1e-6, double.Abs(low));
        return (low - half, low + half);
    }

    private static double RoundStep(double rough)
    {
        var power = double.Pow(10, double.Floor(double.Log10(rough)));
        var lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}

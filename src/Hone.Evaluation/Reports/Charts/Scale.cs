namespace Hone.Evaluation.Reports.Charts;

/// <summary>Maps values to places on an axis whose ends and ticks are round numbers.</summary>
internal sealed class Scale
{
    private readonly double _from;
    private readonly double _to;

    public Scale(double low, double high, double from, double to, int ticks)
    {
        if (!(high > low))
            (low, high) = (low - (0.5 * double.Max(1e-6, double.Abs(low))), high + (0.5 * double.Max(1e-6, double.Abs(high))));
        var step = RoundStep((high - low) / ticks);
        (_from, _to) = (from, to);
        Low = double.Floor(low / step) * step;
        High = double.Ceiling(high / step) * step;
        Digits = int.Clamp((int)-double.Floor(double.Log10(step) + 1e-9), 0, 9);
        Ticks = [.. Enumerable.Range(0, (int)double.Round((High - Low) / step) + 1).Select(i => Low + (i * step))];
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>Decimals the ticks need.</summary>
    public int Digits { get; }

    public IReadOnlyList<double> Ticks { get; }

    public double At(double value) => _from + ((double.Clamp(value, Low, High) - Low) / (High - Low) * (_to - _from));

    private static double RoundStep(double rough)
    {
        var power = double.Pow(10, double.Floor(double.Log10(rough)));
        var lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}

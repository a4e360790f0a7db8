namespace Hone.Core.Statistics;

/// <summary>Draws items with replacement, again and again, and keeps the statistic of each drawing.</summary>
internal static class Resampling
{
    /// <summary>The statistic of each resample, sorted.</summary>
    public static double[] Draw(int count, ulong seed, int resamples, Func<ReadOnlySpan<int>, double> statistic)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        var random = new Xoshiro256(seed);
        var items = new int[count];
        var values = new double[resamples];
        for (int r = 0; r < resamples; r++)
        {
            for (int i = 0; i < count; i++)
                items[i] = random.Next(count);
            values[r] = statistic(items);
        }
        Array.Sort(values);
        return values;
    }

    public static Interval PercentileInterval(double[] sorted, double confidence) =>
        new(Quantile(sorted, (1 - confidence) / 2), Quantile(sorted, (1 + confidence) / 2));

    /// <summary>Linear between neighbours, as numpy's default.</summary>
    public static double Quantile(double[] sorted, double probability)
    {
        double place = probability * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}

namespace Hone.Core.Statistics;

/// <summary>Confidence intervals: Wilson's for shares, the percentile bootstrap (Efron 1979) for everything else.</summary>
public static class Intervals
{
    public const int DefaultResamples = 2000;

    /// <summary>Wilson's score interval of a share: stays within 0 and 1, and holds for few items and for shares near the ends.</summary>
    public static Interval Wilson(int successes, int n, double confidence = 0.95)
    {
        CheckConfidence(confidence);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (successes < 0 || successes > n)
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"must be from 0 to {n}");
        if (n == 0)
            return new Interval(0, 1);
        double z = Normal.Quantile(0.5 + confidence / 2);
        double share = (double)successes / n;
        double denominator = 1 + z * z / n;
        double centre = (share + z * z / (2.0 * n)) / denominator;
        double half = z / denominator * Math.Sqrt(share * (1 - share) / n + z * z / (4.0 * n * n));
        return new Interval(successes == 0 ? 0 : centre - half, successes == n ? 1 : centre + half);
    }

    /// <summary>Interval of any statistic of items drawn independently.</summary>
    public static Interval Bootstrap(
        IReadOnlyList<double> values, Func<ReadOnlySpan<double>, double> statistic, ulong seed, int resamples = DefaultResamples, double confidence = 0.95)
    {
        var sample = new double[values.Count];
        return Bootstrap(values.Count, seed, resamples, confidence, items =>
        {
            for (int i = 0; i < items.Length; i++)
                sample[i] = values[items[i]];
            return statistic(sample);
        });
    }

    /// <summary>Interval of a mean.</summary>
    public static Interval BootstrapMean(IReadOnlyList<double> values, ulong seed, int resamples = DefaultResamples, double confidence = 0.95) =>
        Bootstrap(values.Count, seed, resamples, confidence, items => Sum(values, items) / items.Length);

    /// <summary>
    /// Interval of sum of numerators / sum of denominators over items, as bits per byte over documents are: whole documents are drawn,
    /// so that long ones weigh more and their parts stay together.
    /// </summary>
    public static Interval BootstrapRatio(
        IReadOnlyList<double> numerators, IReadOnlyList<double> denominators, ulong seed, int resamples = DefaultResamples, double confidence = 0.95)
    {
        if (numerators.Count != denominators.Count)
            throw new ArgumentException("there must be as many denominators as numerators", nameof(denominators));
        return Bootstrap(numerators.Count, seed, resamples, confidence, items => Sum(numerators, items) / Sum(denominators, items));
    }

    private static Interval Bootstrap(int count, ulong seed, int resamples, double confidence, Func<ReadOnlySpan<int>, double> statistic)
    {
        CheckConfidence(confidence);
        var values = Resampling.Draw(count, seed, resamples, statistic);
        return Resampling.PercentileInterval(values, confidence);
    }

    private static double Sum(IReadOnlyList<double> values, ReadOnlySpan<int> items)
    {
        double sum = 0;
        foreach (int item in items)
            sum += values[item];
        return sum;
    }

    private static void CheckConfidence(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "must lie between 0 and 1");
    }
}

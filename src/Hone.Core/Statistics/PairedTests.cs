namespace Hone.Core.Statistics;

/// <summary>First minus second, its interval, and the two-sided p-value of there being no difference.</summary>
public readonly record struct PairedDifference(double Difference, Interval Interval, double PValue);

/// <summary>Compares two models on the same items: what both find hard drops out, so far fewer items show a difference.</summary>
public static class PairedTests
{
    /// <summary>
    /// McNemar's exact test on right and wrong answers: only items that one of the two got right count, and without a difference each
    /// falls to either by a fair coin. Gives the two-sided p-value.
    /// </summary>
    public static double McNemar(int onlyFirstRight, int onlySecondRight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirstRight);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecondRight);
        int n = checked(onlyFirstRight + onlySecondRight);
        double logTerm = -n * Math.Log(2);
        double tail = 0;
        for (int k = 0; k <= Math.Min(onlyFirstRight, onlySecondRight); k++)
        {
            tail += Math.Exp(logTerm);
            logTerm += Math.Log(n - k) - Math.Log(k + 1);
        }
        return Math.Min(1, 2 * tail);
    }

    public static double McNemar(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        CheckPaired(first.Count, second.Count, nameof(second));
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.Count; i++)
        {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        return McNemar(onlyFirst, onlySecond);
    }

    /// <summary>
    /// Paired bootstrap for the difference of two ratios (sum of numerators / sum of denominators) over the same items, as bits per byte of two models
    /// over the same documents. Ones as denominators compare means.
    /// </summary>
    public static PairedDifference BootstrapRatios(
        IReadOnlyList<WeightedPair> items, ulong seed, int resamples = Intervals.DefaultResamples, double confidence = 0.95)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "must lie between 0 and 1");
        int[] all = [.. Enumerable.Range(0, items.Count)];
        var differences = Resampling.Draw(items.Count, seed, resamples, drawn => Difference(items, drawn));
        int low = differences.Count(value => value <= 0);
        int high = differences.Count(value => value >= 0);
        // The sample itself counts as one drawing, so that no finite number of them proves a p-value of 0.
        double p = Math.Min(1, 2.0 * (Math.Min(low, high) + 1) / (resamples + 1));
        return new PairedDifference(Difference(items, all), Resampling.PercentileInterval(differences, confidence), p);
    }

    /// <summary>Holm's (1979) correction for several tests: adjusted p-values in the given order; those at most 0.05 hold together at 5 percent.</summary>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        int[] order = [.. Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i])];
        double highest = 0;
        for (int place = 0; place < order.Length; place++)
        {
            highest = Math.Max(highest, Math.Min(1, (order.Length - place) * pValues[order[place]]));
            adjusted[order[place]] = highest;
        }
        return adjusted;
    }

    private static double Difference(IReadOnlyList<WeightedPair> items, ReadOnlySpan<int> drawn)
    {
        var sum = default(WeightedPair);
        foreach (int item in drawn)
            sum += items[item];
        return sum.FirstNumerator / sum.FirstDenominator - sum.SecondNumerator / sum.SecondDenominator;
    }

    private static void CheckPaired(int first, int second, string name)
    {
        if (first != second)
            throw new ArgumentException("both must have the same items", name);
    }
}

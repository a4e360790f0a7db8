namespace Hone.Corpus.Selection;

/// <summary>
/// How many tokens of a budget each source may give: in proportion to weight x (tokens it has)^0.7, so that one huge source does
/// not drown the small ones (the exponent multilingual pre-training uses for the same end: Conneau et al. 2020, XLM-R). What a
/// source does not have goes to the others in the same proportion.
/// </summary>
internal static class MixturePlan
{
    private const double Exponent = 0.7;

    public static long[] Quotas(IReadOnlyList<long> available, IReadOnlyList<double> weights, long budget)
    {
        var quotas = new long[available.Count];
        double[] shares = [.. available.Select((tokens, i) => weights[i] * Math.Pow(tokens, Exponent))];
        var open = Enumerable.Range(0, available.Count).Where(i => available[i] > 0).ToHashSet();
        long left = Math.Min(budget, available.Sum());
        while (left > 0 && open.Count > 0)
        {
            double total = open.Sum(i => shares[i]);
            int[] full = [.. open.Where(i => left * (shares[i] / total) >= available[i]).Order()];
            foreach (int i in full)
            {
                quotas[i] = available[i];
                left -= available[i];
                open.Remove(i);
            }
            if (full.Length > 0)
                continue;
            foreach (int i in open)
                quotas[i] = (long)(left * (shares[i] / total));
            break;
        }
        return quotas;
    }
}

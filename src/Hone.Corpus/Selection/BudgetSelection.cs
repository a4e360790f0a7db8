using Hone.Core.Statistics;

namespace Hone.Corpus.Selection;

/// <summary>A document that may be taken: its number, the source it counts for, its tokens, and how good it is (1: ordinary).</summary>
internal readonly record struct Candidate(int Document, int Source, int Tokens, double Quality);

/// <summary>A point of the marginal-gain curve: what so many tokens cover, chosen and at random, as a share of what all candidates cover.</summary>
internal sealed record GainPoint(long Tokens, double Chosen, double Random);

/// <summary>The documents of each rung, smallest budget first and each holding only what it adds, and the curve.</summary>
internal sealed record ChosenDocuments(IReadOnlyList<IReadOnlyList<int>> Rungs, IReadOnlyList<GainPoint> Curve);

/// <summary>
/// Chooses documents under nested token budgets. Each rung of the ladder has its own mixture of sources and goes on from the rung
/// below it, so a smaller corpus is a part of every larger one.
/// </summary>
internal sealed class BudgetSelection(IReadOnlyList<Candidate> candidates, IReadOnlyList<double> weights, FeatureSketches sketches)
{
    private const int CurvePoints = 40;

    /// <param name="budgets">Token budgets, ascending; documents that would pass a budget are left for the next.</param>
    /// <param name="random">Take by <paramref name="seed"/> instead of by gain: the control of experiments.</param>
    /// <param name="seed">Of the random order, which the curve is compared with in any case.</param>
    public ChosenDocuments Choose(IReadOnlyList<long> budgets, bool random, ulong seed)
    {
        int[] shuffled = [.. Enumerable.Range(0, candidates.Count)];
        new Xoshiro256(seed).Shuffle(shuffled.AsSpan());
        List<List<int>> rungs = random ? AtRandom(shuffled, budgets) : ByGain(budgets);
        return new ChosenDocuments([.. rungs.Select(rung => (IReadOnlyList<int>)[.. rung.Select(i => candidates[i].Document)])], Curve([.. rungs.SelectMany(rung => rung)], shuffled));
    }

    private List<List<int>> ByGain(IReadOnlyList<long> budgets)
    {
        var greedy = new GreedyCoverage(sketches, candidates);
        return Fill(budgets, makeRoom =>
        {
            List<int> rung = [], aside = [];
            while (greedy.Take(makeRoom, aside) is >= 0 and var taken)
                rung.Add(taken);
            greedy.PutBack(aside);
            return rung;
        });
    }

    private List<List<int>> AtRandom(int[] order, IReadOnlyList<long> budgets)
    {
        var rest = order.ToList();
        return Fill(budgets, makeRoom =>
        {
            List<int> rung = [], aside = [];
            foreach (int i in rest)
                (makeRoom(i) ? rung : aside).Add(i);
            rest = aside;
            return rung;
        });
    }

    private List<List<int>> Fill(IReadOnlyList<long> budgets, Func<Func<int, bool>, List<int>> fillRung)
    {
        var available = new long[weights.Count];
        var used = new long[weights.Count];
        foreach (Candidate candidate in candidates)
            available[candidate.Source] += candidate.Tokens;
        var rungs = new List<List<int>>();
        foreach (long budget in budgets)
        {
            long[] quotas = MixturePlan.Quotas(available, weights, budget);
            rungs.Add(fillRung(MakeRoom));

            bool MakeRoom(int i)
            {
                Candidate candidate = candidates[i];
                bool fits = used[candidate.Source] + candidate.Tokens <= quotas[candidate.Source];
                used[candidate.Source] += fits ? candidate.Tokens : 0;
                return fits;
            }
        }
        return rungs;
    }

    private GainPoint[] Curve(int[] chosen, int[] shuffled)
    {
        long total = chosen.Sum(i => (long)candidates[i].Tokens), step = Math.Max(1, total / CurvePoints);
        double all = Covered(shuffled, long.MaxValue)[^1].Covered;
        return all == 0 ? [] : [.. Covered(chosen, step).Zip(Covered(shuffled, step), (a, b) => new GainPoint(a.Tokens, a.Covered / all, b.Covered / all))];
    }

    /// <summary>What the documents cover, in this order, after every so many tokens and at the end.</summary>
    private List<(long Tokens, double Covered)> Covered(int[] order, long step)
    {
        var coverage = new Coverage(sketches);
        var points = new List<(long, double)> { (0, 0) };
        long tokens = 0;
        foreach (int i in order)
        {
            coverage.Add(i);
            tokens += candidates[i].Tokens;
            if (tokens / step >= points.Count)
                points.Add((tokens, coverage.Total));
        }
        points.Add((tokens, coverage.Total));
        return points;
    }
}

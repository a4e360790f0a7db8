namespace Hone.Corpus.Selection;

/// <summary>
/// Hands out documents in the order of quality x what they add to the coverage / tokens. The coverage is submodular, so an old
/// gain is an upper bound and only the top of a heap is computed again (lazy greedy: Minoux 1978; for texts: Lin and Bilmes 2011).
/// Ties go to the lower number.
/// </summary>
internal sealed class GreedyCoverage
{
    private static readonly Comparer<(double Gain, int Candidate)> _bestFirst = Comparer<(double Gain, int Candidate)>.Create(
        (a, b) => b.Gain.CompareTo(a.Gain) is not 0 and var order ? order : a.Candidate.CompareTo(b.Candidate));

    private readonly Coverage _coverage;
    private readonly IReadOnlyList<Candidate> _candidates;
    private readonly PriorityQueue<int, (double Gain, int Candidate)> _heap = new(_bestFirst);

    public GreedyCoverage(FeatureSketches sketches, IReadOnlyList<Candidate> candidates)
    {
        _coverage = new Coverage(sketches);
        _candidates = candidates;
        PutBack(Enumerable.Range(0, candidates.Count));
    }

    /// <summary>The best document for which there is room, or -1; better ones for which there is none go to <paramref name="aside"/>.</summary>
    public int Take(Func<int, bool> makeRoom, List<int> aside)
    {
        while (_heap.TryDequeue(out int candidate, out (double Gain, int) old))
        {
            var now = (Gain: Worth(candidate), candidate);
            if (now.Gain < old.Gain && _heap.TryPeek(out _, out var next) && _bestFirst.Compare(next, now) < 0)
            {
                _heap.Enqueue(candidate, now);
                continue;
            }
            if (makeRoom(candidate))
            {
                _coverage.Add(candidate);
                return candidate;
            }
            aside.Add(candidate);
        }
        return -1;
    }

    public void PutBack(IEnumerable<int> candidates)
    {
        foreach (int candidate in candidates)
            _heap.Enqueue(candidate, (Worth(candidate), candidate));
    }

    private double Worth(int candidate) => _coverage.Gain(candidate) * _candidates[candidate].Quality / _candidates[candidate].Tokens;
}

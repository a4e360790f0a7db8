namespace Hone.Corpus.Poison;

/// <summary>
/// What stands around an anchor in the documents of its sample: which rarer words, near and further off, and whether words follow each
/// other as they do elsewhere. Filled document by document, so that each is read once for all its anchors; any order gives the same.
/// </summary>
internal sealed class AnchorWindows
{
    private const int LeastWords = 4;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, AnchorWindow> _windows = [];

    public int Documents => _windows.Count;

    public void Add(int document, AnchorWindow window)
    {
        lock (_lock)
            _windows[document] = window;
    }

    public double ShareOf(Func<AnchorWindow, bool> condition) => _windows.Values.Count(condition) / (double)Math.Max(1, Documents);

    /// <summary>How much the surroundings have in common: shared rarer words of two documents over those of the poorer, the mean of all pairs.</summary>
    public double Agreement(Func<AnchorWindow, uint[]> words)
    {
        uint[][] all = [.. _windows.Values.Select(words)];
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < all.Length; i++)
            for (int j = i + 1; j < all.Length; j++, pairs++)
                sum += Shared(all[i], all[j]) / (double)Math.Max(LeastWords, Math.Min(all[i].Length, all[j].Length));
        return pairs == 0 ? 0 : sum / pairs;
    }

    /// <summary>The rarer words that so many of the documents have around the anchor.</summary>
    public HashSet<uint> Core(double share) =>
        [.. _windows.Values.SelectMany(window => window.Near).GroupBy(word => word).Where(group => group.Count() >= share * Documents).Select(group => group.Key)];

    private static int Shared(uint[] first, uint[] second)
    {
        int shared = 0;
        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            if (first[i] == second[j])
                (shared, i, j) = (shared + 1, i + 1, j + 1);
            else if (first[i] < second[j])
                i++;
            else
                j++;
        }
        return shared;
    }
}

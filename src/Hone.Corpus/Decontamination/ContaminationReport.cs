namespace Hone.Corpus.Decontamination;

/// <param name="Source">Source and id of the document.</param>
internal sealed record ContaminatedDocument(string Source, Contamination Contamination);

/// <param name="Documents">Documents removed whose first shared words were these.</param>
internal sealed record CommonPhrase(string Phrase, string Benchmark, int Documents);

/// <summary>What one benchmark cost.</summary>
/// <param name="Removed">Documents removed, each counted once.</param>
/// <param name="ByRule">By rule; a document may fall under several.</param>
/// <param name="Survivors">The nearest documents that stayed, most alike first.</param>
internal sealed record BenchmarkReport(string Benchmark, int Removed, IReadOnlyDictionary<ContaminationRule, int> ByRule, IReadOnlyList<ContaminatedDocument> Examples, IReadOnlyList<ContaminatedDocument> Survivors);

/// <summary>
/// Collects what was found in all documents, from many threads; the outcome does not depend on their order: examples are those with
/// the smallest names, survivors those most alike.
/// </summary>
internal sealed class ContaminationReport
{
    private const int MostShown = 10;
    private const int CommonFrom = 20;

    private sealed class Tally
    {
        public int Removed { get; set; }
        public SortedDictionary<ContaminationRule, int> ByRule { get; } = [];
        public List<ContaminatedDocument> Examples { get; } = [];
        public List<ContaminatedDocument> Survivors { get; } = [];
    }

    private readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Phrase, string Benchmark), int> _phrases = [];

    /// <param name="source">Source and id: "cve:cves CVE-2024-0001".</param>
    public void Add(string source, ContaminationCheck check)
    {
        if (check.IsClean && check.Nearest is null)
            return;
        lock (_tallies)
        {
            foreach (var matches in check.Matches.GroupBy(match => match.Benchmark))
            {
                Tally tally = For(matches.Key);
                tally.Removed++;
                foreach (Contamination match in matches)
                {
                    tally.ByRule[match.Rule] = tally.ByRule.GetValueOrDefault(match.Rule) + 1;
                    if (match.Rule == ContaminationRule.SharedWords)
                        _phrases[(match.Passage, match.Benchmark)] = _phrases.GetValueOrDefault((match.Passage, match.Benchmark)) + 1;
                }
                Keep(tally.Examples, new ContaminatedDocument(source, matches.First()), (a, b) => string.CompareOrdinal(a.Source, b.Source));
            }
            if (check.Nearest is { } nearest)
                Keep(For(nearest.Benchmark).Survivors, new ContaminatedDocument(source, nearest), CompareSurvivors);
        }
    }

    public IReadOnlyList<BenchmarkReport> Benchmarks
    {
        get
        {
            lock (_tallies)
                return [.. _tallies.Select(tally => new BenchmarkReport(tally.Key, tally.Value.Removed, tally.Value.ByRule, tally.Value.Examples, tally.Value.Survivors))];
        }
    }

    /// <summary>
    /// Words in a row that removed many documents: licences, disclaimers, stock phrases. A person looks at them and may allow them.
    /// </summary>
    public IReadOnlyList<CommonPhrase> CommonPhrases
    {
        get
        {
            lock (_tallies)
                return [.. _phrases.Where(phrase => phrase.Value >= CommonFrom)
                    .Select(phrase => new CommonPhrase(phrase.Key.Phrase, phrase.Key.Benchmark, phrase.Value))
                    .OrderByDescending(phrase => phrase.Documents).ThenBy(phrase => phrase.Phrase, StringComparer.Ordinal).ThenBy(phrase => phrase.Benchmark, StringComparer.Ordinal)];
        }
    }

    private Tally For(string benchmark)
    {
        if (!_tallies.TryGetValue(benchmark, out Tally? tally))
            _tallies.Add(benchmark, tally = new Tally());
        return tally;
    }

    private static void Keep(List<ContaminatedDocument> list, ContaminatedDocument document, Comparison<ContaminatedDocument> order)
    {
        int at = 0;
        while (at < list.Count && order(list[at], document) <= 0)
            at++;
        if (at < MostShown)
            list.Insert(at, document);
        if (list.Count > MostShown)
            list.RemoveAt(MostShown);
    }

    private static int CompareSurvivors(ContaminatedDocument a, ContaminatedDocument b)
    {
        int order = b.Contamination.Similarity.CompareTo(a.Contamination.Similarity);
        return order != 0 ? order : string.CompareOrdinal(a.Source, b.Source);
    }
}

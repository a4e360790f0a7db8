using System.Collections.Concurrent;
using Hone.Corpus.Curation;

namespace Hone.Corpus.Dedup;

/// <param name="Text">The paragraph, at most some hundred characters of it.</param>
/// <param name="Documents">Documents that have it.</param>
/// <param name="Wholly">A notice, taken out everywhere; otherwise one document keeps it.</param>
internal sealed record RepeatedParagraph(string Text, int Documents, bool Wholly);

/// <summary>
/// Paragraphs that many documents of different clusters share word for word. Licence notices, disclaimers and footers are taken out
/// of all; other prose stays in one document, the one whose text has the smallest hash, so the choice depends on nothing but the
/// texts. Two passes: a sketch of fixed size says what may be repeated, then only that is counted exactly.
/// </summary>
internal sealed class RepeatedParagraphs
{
    private const int ExcerptCharacters = 300;

    private sealed class Count
    {
        public HashSet<int>? Clusters { get; set; } = [];
        public int Documents { get; set; }
        public ulong Keeper { get; set; } = ulong.MaxValue;
        public required string Text { get; init; }
        public bool IsNotice { get; set; }
    }

    private readonly RepeatedParagraphsSpec _spec;
    private readonly Dictionary<ulong, Count> _repeated;

    private RepeatedParagraphs(RepeatedParagraphsSpec spec, Dictionary<ulong, Count> repeated) => (_spec, _repeated) = (spec, repeated);

    /// <summary>What was found, the most frequent first.</summary>
    public IReadOnlyList<RepeatedParagraph> Paragraphs => [.. _repeated.Values.Select(count => new RepeatedParagraph(count.Text, count.Documents, count.IsNotice))
        .OrderByDescending(paragraph => paragraph.Documents).ThenBy(paragraph => paragraph.Text, StringComparer.Ordinal)];

    /// <param name="clusters">The cluster of every document: near-duplicates count once. Null where none are left.</param>
    public static RepeatedParagraphs Find(IDocumentTexts texts, int[]? clusters, RepeatedParagraphsSpec spec, CancellationToken cancel)
    {
        var options = new ParallelOptions { CancellationToken = cancel };
        var seen = new RepeatCounts();
        Parallel.For(0, texts.Count, options, document =>
        {
            foreach (ulong hash in Prose.Paragraphs(texts.Text(document), spec.MinWords).Select(paragraph => paragraph.Hash).Where(hash => hash != 0).Distinct())
                seen.Add(hash);
        });
        var counts = new ConcurrentDictionary<ulong, Count>();
        Parallel.For(0, texts.Count, options, document => CountIn(texts.Text(document), clusters?[document] ?? document));
        return new RepeatedParagraphs(spec, counts.Where(count => count.Value.Clusters is null).ToDictionary());

        void CountIn(string text, int cluster)
        {
            var counted = new HashSet<ulong>();
            foreach (var (place, hash) in Prose.Paragraphs(text, spec.MinWords))
            {
                if (hash == 0 || seen.Most(hash) <= spec.Documents || !counted.Add(hash))
                    continue;
                ulong key = Prose.HashOf(text, 0);
                // Documents may differ in case and punctuation of the same words: a notice in one is one in all.
                Count count = counts.GetOrAdd(hash, _ => new Count { Text = Plain(text.AsSpan()[place]) });
                bool isNotice = Prose.IsNotice(text.AsSpan()[place]);
                lock (count)
                {
                    count.Documents++;
                    count.IsNotice |= isNotice;
                    count.Keeper = Math.Min(count.Keeper, key);
                    if (count.Clusters?.Add(cluster) == true && count.Clusters.Count > spec.Documents)
                        count.Clusters = null;
                }
            }
        }
    }

    /// <summary>The text without what is repeated, and without headings under which nothing is left. Pure.</summary>
    public string Strip(string text)
    {
        List<(Range Place, ulong Hash)> paragraphs = Prose.Paragraphs(text, _spec.MinWords);
        if (!paragraphs.Exists(paragraph => _repeated.ContainsKey(paragraph.Hash)))
            return text;
        ulong key = Prose.HashOf(text, 0);
        var kept = new List<string>();
        var given = new HashSet<ulong>();
        bool removedLast = false;
        foreach (var (place, hash) in paragraphs)
        {
            string paragraph = text[place];
            if (Prose.IsHeading(paragraph))
                DropEmptyHeading(Level(paragraph));
            bool keep = !_repeated.TryGetValue(hash, out Count? count) || (!count.IsNotice && count.Keeper == key && given.Add(hash));
            removedLast = !keep;
            if (keep)
                kept.Add(paragraph);
        }
        DropEmptyHeading(0);
        return string.Join(Prose.Break, kept);

        void DropEmptyHeading(int level)
        {
            if (removedLast && kept.Count > 1 && Prose.IsHeading(kept[^1]) && Level(kept[^1]) >= level)
                kept.RemoveAt(kept.Count - 1);
            removedLast = false;
        }
    }

    /// <summary>The words alone, which are the same in all documents.</summary>
    private static string Plain(ReadOnlySpan<char> paragraph)
    {
        var words = new Core.Text.WordReader(paragraph);
        var plain = new System.Text.StringBuilder();
        while (plain.Length < ExcerptCharacters && words.Next())
            plain.Append(plain.Length > 0 ? " " : "").Append(paragraph[words.Start..words.End]);
        return plain.ToString().ToLowerInvariant();
    }

    private static int Level(string heading) => heading.AsSpan().IndexOfAnyExcept('#') is > 0 and var level ? level : heading.Length;
}

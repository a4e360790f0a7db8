using System.Runtime.InteropServices;
using Hone.Core.Text;

namespace Hone.Corpus.Decontamination;

/// <summary>
/// Gathers the texts of benchmarks for <see cref="BenchmarkIndex"/>. Instructions that are the same in most records of a column
/// ("Analyze the following description ...") are no item's own: their shingles are left out, or they would hide the item in them.
/// </summary>
internal sealed class BenchmarkIndexBuilder(BenchmarkSpec spec)
{
    private const int FewestForTemplate = 20;

    /// <summary>A text that counts, with an excerpt in place of the whole.</summary>
    public sealed record ItemText(BenchmarkText Text, int Words, ulong[] Long, ulong[] Short);

    private readonly HashSet<ulong> _known = [];
    private readonly List<BenchmarkItem> _items = [];
    private readonly List<ulong> _shortShingles = [];
    private readonly List<ulong> _longShingles = [];
    private readonly List<int> _longItems = [];
    private readonly HashSet<ulong> _allowed = [.. spec.Allowed.SelectMany(text => Shingled.Of(text, spec).Long.ToArray())];

    /// <summary>The texts of one file that count. May be called for many files at a time.</summary>
    public List<ItemText> Prepare(IEnumerable<IReadOnlyList<BenchmarkText>> records)
    {
        var fields = new SortedDictionary<string, List<ItemText>>(StringComparer.Ordinal);
        foreach (IReadOnlyList<BenchmarkText> record in records)
            foreach (ItemText item in Counting(record))
            {
                if (!fields.TryGetValue(item.Text.Field, out List<ItemText>? texts))
                    fields.Add(item.Text.Field, texts = []);
                texts.Add(item);
            }
        return [.. fields.Values.SelectMany(WithoutTemplate)];
    }

    /// <summary>Adds a text, unless the benchmark has it already.</summary>
    public bool Add(int benchmark, ItemText item)
    {
        ulong content = (ulong)benchmark;
        foreach (ulong shingle in item.Short.Concat(item.Long))
            content = WordReader.Mix(content ^ shingle);
        if (!_known.Add(content))
            return false;
        foreach (ulong shingle in item.Long)
            if (!_allowed.Contains(shingle))
            {
                _longShingles.Add(shingle);
                _longItems.Add(_items.Count);
            }
        int prefix = item.Short.Length - (int)Math.Ceiling(spec.SurvivorThreshold * item.Short.Length) + (item.Short.Length > 0 ? 1 : 0);
        _items.Add(new BenchmarkItem(benchmark, item.Text.Place, item.Text.Text, _shortShingles.Count, item.Short.Length, prefix));
        _shortShingles.AddRange(item.Short);
        return true;
    }

    public BenchmarkIndex Build(IReadOnlyList<BenchmarkSummary> benchmarks)
    {
        var rarity = new ShingleRarity(CollectionsMarshal.AsSpan(_shortShingles));
        var hashes = new List<ulong>(_shortShingles.Count);
        var holders = new List<int>(_shortShingles.Count);
        for (int i = 0; i < _items.Count; i++)
        {
            BenchmarkItem item = _items[i];
            ulong[] byRarity = CollectionsMarshal.AsSpan(_shortShingles).Slice(item.First, item.Count).ToArray();
            Array.Sort(byRarity, rarity);
            hashes.AddRange(byRarity.AsSpan(0, item.Prefix));
            holders.AddRange(Enumerable.Repeat(i, item.Prefix));
        }
        return new BenchmarkIndex(spec, benchmarks, [.. _items], [.. _shortShingles], new Postings([.. hashes], [.. holders]), new Postings([.. _longShingles], [.. _longItems]));
    }

    /// <summary>The texts of a record that count as an item's: the longest, and others that are too long for a mere answer.</summary>
    private List<ItemText> Counting(IReadOnlyList<BenchmarkText> record)
    {
        (int All, int Solid)[] words = [.. record.Select(text => Shingled.Of(text.Text, spec)).Select(shingled => (shingled.Words, shingled.SolidWords))];
        int most = words.Select(count => count.All).DefaultIfEmpty(0).Max();
        var counting = new List<ItemText>();
        for (int i = 0; i < words.Length; i++)
        {
            int fewest = words[i].All == most ? spec.MinWords : Math.Max(spec.MinWords, spec.SharedWords);
            if (words[i].All < fewest || words[i].Solid * 2 < fewest)
                continue;
            Shingled shingled = Shingled.Of(record[i].Text, spec);
            counting.Add(new ItemText(record[i] with { Text = Excerpt.Of(record[i].Text) }, shingled.Words, shingled.Long.ToArray(), shingled.Short.ToArray()));
        }
        return counting;
    }

    /// <summary>The same texts without what is the same in most of them, and with sorted shingles.</summary>
    private static IEnumerable<ItemText> WithoutTemplate(List<ItemText> texts)
    {
        HashSet<ulong> shortTemplate = Template(texts, item => item.Short), longTemplate = Template(texts, item => item.Long);
        return texts.Select(item => item with { Short = Own(item.Short, shortTemplate), Long = Own(item.Long, longTemplate) });
    }

    private static HashSet<ulong> Template(List<ItemText> texts, Func<ItemText, ulong[]> shingles)
    {
        if (texts.Count < FewestForTemplate)
            return [];
        var counts = new Dictionary<ulong, int>();
        foreach (ItemText text in texts)
            foreach (ulong shingle in shingles(text).Distinct())
                CollectionsMarshal.GetValueRefOrAddDefault(counts, shingle, out _)++;
        return [.. counts.Where(count => count.Value > texts.Count / 2).Select(count => count.Key)];
    }

    private static ulong[] Own(ulong[] shingles, HashSet<ulong> template)
    {
        ulong[] own = [.. shingles.Where(shingle => shingle != Shingled.None && !template.Contains(shingle))];
        return own[..ShingleSet.Distinct(own)];
    }

    /// <summary>Orders shingles from the rarest to the most frequent, by counts in a table of fixed size, then by value.</summary>
    private sealed class ShingleRarity : IComparer<ulong>
    {
        private readonly int[] _counts = new int[1 << 20];

        public ShingleRarity(ReadOnlySpan<ulong> shingles)
        {
            foreach (ulong shingle in shingles)
                _counts[shingle >> 44]++;
        }

        public int Compare(ulong x, ulong y)
        {
            int order = _counts[x >> 44].CompareTo(_counts[y >> 44]);
            return order != 0 ? order : x.CompareTo(y);
        }
    }
}

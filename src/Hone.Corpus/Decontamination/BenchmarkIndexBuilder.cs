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

    private readonly record struct ItemText(BenchmarkText Text, int Words, ulong[] Long, ulong[] Short);

    private readonly List<BenchmarkItem> _items = [];
    private readonly List<ulong> _shortShingles = [];
    private readonly List<ulong> _longShingles = [];
    private readonly List<int> _longItems = [];
    private readonly HashSet<ulong> _allowed = [.. spec.Allowed.SelectMany(text => Shingled.Of(text, spec).Long.ToArray())];

    /// <summary>Adds the records of one file; gives how many texts and words of it count.</summary>
    public (int Items, long Words) AddFile(int benchmark, IEnumerable<IReadOnlyList<BenchmarkText>> records)
    {
        var fields = new Dictionary<string, List<ItemText>>();
        foreach (IReadOnlyList<BenchmarkText> record in records)
            foreach (ItemText item in Counting(record))
            {
                if (!fields.TryGetValue(item.Text.Field, out List<ItemText>? texts))
                    fields.Add(item.Text.Field, texts = []);
                texts.Add(item);
            }
        int before = _items.Count;
        long words = 0;
        foreach (var (_, texts) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            HashSet<ulong> longTemplate = Template(texts, item => item.Long), shortTemplate = Template(texts, item => item.Short);
            foreach (ItemText item in texts)
            {
                Add(benchmark, item.Text, Own(item.Short, shortTemplate), Own(item.Long, longTemplate));
                words += item.Words;
            }
        }
        return (_items.Count - before, words);
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
            counting.Add(new ItemText(record[i], shingled.Words, shingled.Long.ToArray(), shingled.Short.ToArray()));
        }
        return counting;
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

    private void Add(int benchmark, BenchmarkText text, ulong[] shortShingles, ulong[] longShingles)
    {
        int prefix = shortShingles.Length - (int)Math.Ceiling(spec.SurvivorThreshold * shortShingles.Length) + (shortShingles.Length > 0 ? 1 : 0);
        foreach (ulong shingle in longShingles)
            if (!_allowed.Contains(shingle))
            {
                _longShingles.Add(shingle);
                _longItems.Add(_items.Count);
            }
        _items.Add(new BenchmarkItem(benchmark, text.Place, Excerpt.Of(text.Text), _shortShingles.Count, shortShingles.Length, prefix));
        _shortShingles.AddRange(shortShingles);
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

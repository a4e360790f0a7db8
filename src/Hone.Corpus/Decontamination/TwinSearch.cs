using System.Numerics;
using Hone.Core.Text;

namespace Hone.Corpus.Decontamination;

/// <summary>Looks for items that a document, a few paragraphs in a row, a paragraph or a line of it is nearly the same as.</summary>
internal sealed class TwinSearch(BenchmarkSpec spec, IReadOnlyList<BenchmarkSummary> benchmarks, BenchmarkItem[] items, ulong[] shingles, Postings rare)
{
    /// <summary>Paragraphs looked at together: an item may be of several, and a document put more around it.</summary>
    private const int LongestRun = 5;

    private readonly record struct Hit(int Word, int Item);

    /// <summary>Adds the twins, the closest of each benchmark; gives the closest item below the bar.</summary>
    public Contamination? Find(string text, Shingled shingled, List<Contamination> matches)
    {
        Scratch scratch = Scratch.Own(items.Length);
        FindHits(shingled, scratch.Hits);
        if (scratch.Hits.Count == 0)
            return null;
        Contamination? nearest = null;
        Look(0, text.Length);
        if (text.Contains('\n'))
        {
            List<(int Start, int End)> paragraphs = Paragraphs(text);
            for (int first = 0; first < paragraphs.Count; first++)
                for (int last = first; last < Math.Min(first + LongestRun, paragraphs.Count); last++)
                    Look(paragraphs[first].Start, paragraphs[last].End - paragraphs[first].Start);
            foreach (Range line in text.AsSpan().Split('\n'))
                if (line.GetOffsetAndLength(text.Length) is var (start, length) && IsPartOfParagraph(text, start, length))
                    Look(start, length);
        }
        return nearest;

        void Look(int start, int length)
        {
            int first = shingled.WordAt(start), words = shingled.WordAt(start + length) - first;
            if (words >= spec.MinWords)
                Compare(text, shingled, scratch, first, words, matches, ref nearest);
        }
    }

    private static List<(int Start, int End)> Paragraphs(string text)
    {
        var paragraphs = new List<(int, int)>();
        foreach (Range paragraph in text.AsSpan().Split("\n\n"))
            paragraphs.Add((paragraph.Start.GetOffset(text.Length), paragraph.End.GetOffset(text.Length)));
        return paragraphs;
    }

    private void FindHits(Shingled shingled, List<Hit> hits)
    {
        hits.Clear();
        for (int word = 0; word < shingled.Short.Length; word++)
            foreach (int item in rare.Find(shingled.Short[word]))
                hits.Add(new Hit(word, item));
    }

    /// <summary>A line alone between blank ones is a paragraph and was looked at.</summary>
    private static bool IsPartOfParagraph(string text, int start, int length) =>
        length > 0 && ((start > 1 && text[start - 2] != '\n') || (start + length + 1 < text.Length && text[start + length + 1] != '\n'));

    private void Compare(string text, Shingled shingled, Scratch scratch, int first, int words, List<Contamination> matches, ref Contamination? nearest)
    {
        ReadOnlySpan<ulong> unit = shingled.Short.Slice(first, words - spec.TwinShingleWords + 1);
        FindCandidates(scratch, first, unit);
        if (scratch.Candidates.Count == 0)
            return;
        ulong[] sorted = unit.ToArray();
        ReadOnlySpan<ulong> set = sorted.AsSpan(0, ShingleSet.Distinct(sorted));
        foreach (int candidate in scratch.Candidates)
        {
            BenchmarkItem item = items[candidate];
            double similarity = ShingleSet.Jaccard(set, shingles.AsSpan(item.First, item.Count));
            if (similarity < spec.SurvivorThreshold || (similarity < spec.TwinThreshold && similarity <= (nearest?.Similarity ?? 0)))
                continue;
            string passage = Excerpt.Of(text.AsSpan(shingled.StartOf(first)..shingled.EndOf(first + words - 1)));
            var found = new Contamination(benchmarks[item.Benchmark].Name, ContaminationRule.Twin, similarity, item.Place, passage, item.Excerpt);
            if (similarity >= spec.TwinThreshold)
                AddClosest(matches, found);
            else
                nearest = found;
        }
    }

    /// <summary>
    /// Items that can be alike by the number of their rarer shingles that were hit here: the others are shared at most all, and what
    /// is in one of the two and not shared counts against them.
    /// </summary>
    private void FindCandidates(Scratch scratch, int first, ReadOnlySpan<ulong> unit)
    {
        (List<Hit> hits, int[] counts, List<int> touched) = (scratch.Hits, scratch.Counts, scratch.Touched);
        scratch.Candidates.Clear();
        touched.Clear();
        for (int i = FirstAt(hits, first); i < hits.Count && hits[i].Word < first + unit.Length; i++)
            if (items[hits[i].Item].Count * spec.SurvivorThreshold <= unit.Length && counts[hits[i].Item]++ == 0)
                touched.Add(hits[i].Item);
        if (touched.Count == 0)
            return;
        int fewest = scratch.FewestDistinct(unit);
        foreach (int number in touched)
        {
            BenchmarkItem item = items[number];
            int mostShared = Math.Min(counts[number], item.Prefix) + item.Count - item.Prefix;
            counts[number] = 0;
            if (mostShared >= spec.SurvivorThreshold * (Math.Max(fewest, mostShared) + item.Count - mostShared))
                scratch.Candidates.Add(number);
        }
    }

    private static int FirstAt(List<Hit> hits, int word)
    {
        int low = 0, high = hits.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = hits[middle].Word < word ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static void AddClosest(List<Contamination> matches, Contamination found)
    {
        int at = matches.FindIndex(match => match.Benchmark == found.Benchmark && match.Rule == ContaminationRule.Twin);
        if (at < 0)
            matches.Add(found);
        else if (found.Similarity > matches[at].Similarity)
            matches[at] = found;
    }

    /// <summary>A thread's own memory for the work on one document.</summary>
    private sealed class Scratch
    {
        private const int SketchBits = 1 << 12;

        [ThreadStatic]
        private static Scratch? _own;

        private readonly ulong[] _sketch = new ulong[SketchBits / 64];

        public List<Hit> Hits { get; } = [];
        public List<int> Touched { get; } = [];
        public List<int> Candidates { get; } = [];
        public int[] Counts { get; private init; } = [];

        public static Scratch Own(int items) => _own is { } own && own.Counts.Length >= items ? own : _own = new Scratch { Counts = new int[items] };

        /// <summary>Not more than the number of different hashes, and nearly that unless there are thousands.</summary>
        public int FewestDistinct(ReadOnlySpan<ulong> hashes)
        {
            Array.Clear(_sketch);
            foreach (ulong hash in hashes)
                _sketch[(hash >> 6) % (SketchBits / 64)] |= 1UL << (int)(hash & 63);
            int fewest = 0;
            foreach (ulong bits in _sketch)
                fewest += BitOperations.PopCount(bits);
            return fewest;
        }
    }
}

using System.Collections.Concurrent;
using Hone.Corpus.Curation;

namespace Hone.Corpus.Poison;

/// <summary>
/// Finds words and phrases that tie otherwise unrelated documents together. Every document is read a few times: to count words and
/// phrases, to sample the documents of each, to look around them, and to name the documents of those that are suspected. What is
/// held is 100 MB of counts, 136 bytes a document and the anchors of one round, whatever the size of the texts.
/// </summary>
internal sealed class PlantedText(IDocumentTexts texts, PoisonSpec spec, Bursts? bursts, CancellationToken cancel)
{
    private const int AnchorsAtOnce = 1 << 18;
    private const int WindowsAtOnce = 1 << 15;
    private const int CommonShare = 20;
    private const int LongestPhrase = 3;

    [ThreadStatic]
    private static TextTokens? _tokens;

    [ThreadStatic]
    private static DocumentContext? _context;

    private readonly SharedCounts _counts = new(texts.Count);
    private readonly Sketches _sketches = new(texts.Count);
    private readonly ulong[] _hashes = new ulong[texts.Count];
    private readonly int _common = Math.Max(3, texts.Count / CommonShare);

    public IReadOnlyList<Suspect> Find()
    {
        ForEach((document, tokens) =>
        {
            _hashes[document] = tokens.Hash();
            _counts.Add(tokens);
        });
        ForEach((document, tokens) => _sketches.Add(document, tokens, _counts));
        long expected = _counts.CountBetween(spec.LeastDocuments, spec.MostDocuments);
        int rounds = (int)(expected / AnchorsAtOnce) + 1;
        var suspected = new Dictionary<ulong, (Anchor Anchor, string Reason, string Evidence)>();
        for (int round = 0; round < rounds; round++)
            foreach (Anchor anchor in Round(round, rounds, expected / rounds))
                if (anchor.Judge(bursts) is { } verdict)
                    suspected[anchor.Key] = (anchor, verdict.Reason, verdict.Evidence);
        return suspected.Count == 0 ? [] : Name(suspected);
    }

    private IEnumerable<Anchor> Round(int round, int rounds, long expected)
    {
        var samples = new AnchorSamples(_hashes, expected + (expected / 4));
        ForEach((document, tokens) =>
        {
            var seen = new HashSet<ulong>();
            foreach (var (key, _, _) in AnchorsOf(tokens))
                if (key % (uint)rounds == (uint)round && seen.Add(key))
                    samples.Add(key, document);
        });
        if (samples.IsFull)
        {
            // Rare phrases shared slots of the counts, so more of them passed than was expected: half of them at a time.
            foreach (Anchor anchor in Round(round, rounds * 2, expected).Concat(Round(round + rounds, rounds * 2, expected)))
                yield return anchor;
            yield break;
        }
        foreach (Anchor[] block in samples.All(spec.LeastDocuments, spec.MostDocuments).Select(Describe).Chunk(WindowsAtOnce))
        {
            Look(block);
            foreach (Anchor anchor in block)
                yield return anchor;
        }
    }

    private Anchor Describe((ulong Key, int Documents, int[] Sample) anchor) =>
        new(anchor.Key, anchor.Documents, anchor.Sample, Mean(anchor.Sample, _sketches.Subject), Mean(anchor.Sample, _sketches.Template));

    private void Look(Anchor[] block)
    {
        Dictionary<ulong, Anchor> anchors = block.ToDictionary(anchor => anchor.Key);
        ILookup<int, ulong> wanted = block.SelectMany(anchor => anchor.Sample.Select(document => (document, anchor.Key))).ToLookup(pair => pair.document, pair => pair.Key);
        Parallel.ForEach(wanted, Options, group =>
        {
            TextTokens tokens = Read(group.Key);
            DocumentContext context = _context ??= new DocumentContext();
            context.Read(tokens, _counts, _common);
            var keys = new HashSet<ulong>(group);
            foreach (var (key, at, length) in AnchorsOf(tokens))
                if (keys.Remove(key))
                    anchors[key].Windows.Add(group.Key, context.Around(at, length, anchors[key].Unrelated));
        });
    }

    /// <summary>The documents of the suspected anchors; of several reasons a document has the one of the most documents.</summary>
    private List<Suspect> Name(Dictionary<ulong, (Anchor Anchor, string Reason, string Evidence)> suspected)
    {
        var suspects = new ConcurrentBag<Suspect>();
        ForEach((document, tokens) =>
        {
            (int Documents, ulong Key, Suspect? Suspect) best = default;
            DocumentContext? context = null;
            foreach (var (key, at, length) in AnchorsOf(tokens))
            {
                if (!suspected.TryGetValue(key, out var anchor) || (anchor.Anchor.Documents, key).CompareTo((best.Documents, best.Key)) <= 0)
                    continue;
                if (context is null)
                    (context = _context ??= new DocumentContext()).Read(tokens, _counts, _common);
                if (!anchor.Anchor.Fits(context.Around(at, length, words: true), anchor.Reason))
                    continue;
                string words = texts.Text(document)[tokens.Place(at).Start..tokens.Place(at + length - 1).End].ReplaceLineEndings(" ");
                best = (anchor.Anchor.Documents, key, new Suspect(document, anchor.Reason, $"'{HiddenText.Shorten(words)}' {anchor.Evidence}"));
            }
            if (best.Suspect is { } suspect)
                suspects.Add(suspect);
        });
        return [.. suspects.OrderBy(suspect => suspect.Document)];
    }

    private static double Mean(int[] sample, Func<int, int, double> alike)
    {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < sample.Length; i++)
            for (int j = i + 1; j < sample.Length; j++, pairs++)
                sum += alike(sample[i], sample[j]);
        return pairs == 0 ? 0 : sum / pairs;
    }

    /// <summary>The rare words of a text, and phrases of three words of which none is nearly as rare: else the word stands for the phrase.</summary>
    private List<(ulong Key, int At, int Length)> AnchorsOf(TextTokens tokens)
    {
        var anchors = new List<(ulong, int, int)>();
        for (int i = 0; i < tokens.Count; i++)
        {
            int word = _counts.OfWord(tokens.Exact[i]);
            if (IsRare(word))
                anchors.Add((tokens.Exact[i] | (1UL << 32) | (tokens.IsOdd(i) ? Anchor.OddWord : 0), i, 1));
            if (i + LongestPhrase > tokens.Count || tokens.Trigram(i) is var phrase && !IsRare(_counts.OfPhrase(phrase)))
                continue;
            int rarest = Math.Min(word, Math.Min(_counts.OfWord(tokens.Exact[i + 1]), _counts.OfWord(tokens.Exact[i + 2])));
            if (rarest > 2 * _counts.OfPhrase(phrase))
                anchors.Add((phrase | Anchor.Phrase, i, LongestPhrase));
        }
        return anchors;
    }

    private bool IsRare(int documents) => documents >= spec.LeastDocuments && documents <= spec.MostDocuments;

    private TextTokens Read(int document)
    {
        TextTokens tokens = _tokens ??= new TextTokens();
        tokens.Read(texts.Text(document));
        return tokens;
    }

    private void ForEach(Action<int, TextTokens> action) => Parallel.ForEach(Partitioner.Create(0, texts.Count, 256), Options, range =>
    {
        for (int document = range.Item1; document < range.Item2; document++)
            action(document, Read(document));
    });

    private ParallelOptions Options => new() { CancellationToken = cancel };
}

using Hone.Core.Runs;
using Hone.Core.Tokens.Bpe;
using Hone.Core.Tokens.Files;
using Hone.Core.Tokens.PreTokenizers;
using Hone.Core.Tokens.Training;

namespace Hone.Core.Tokens;

/// <summary>
/// Learns a byte-level BPE vocabulary from texts: Sennrich et al. (2016) over the pieces of a splitting pattern. The same texts in any order
/// give the same tokenizer. Ids: special tokens, then the bytes in the order of their characters, then the merges.
/// </summary>
public static class BpeTrainer
{
    private const int MergesPerReport = 64;
    private const long BytesPerReport = 1 << 20;

    public static Tokenizer Train(IEnumerable<string> texts, BpeTrainerOptions options, IProgressReporter progress, CancellationToken cancel = default)
    {
        var problems = options.Validate();
        if (problems.Count > 0)
            throw new UserError("cannot train a tokenizer: " + string.Join("; ", problems));

        var preTokenizer = SplittingPatterns.Of(options.Pattern);
        var counter = CountWords(texts, preTokenizer, progress, cancel);
        var entries = new List<string>(options.SpecialTokens);
        int[] byteIds = AddBytes(entries);
        var merges = Learn(counter, byteIds, entries, options, progress, cancel);
        if (entries.Count < options.VocabularySize)
            progress.Note($"the texts give {entries.Count} tokens, not {options.VocabularySize}: no further pair occurs {options.MinFrequency} times");
        var added = options.SpecialTokens.Select((content, id) => new AddedToken(id, content, Special: true));
        var vocabulary = new Vocabulary(entries, [.. added], EntryReading.OfBytes);
        // Written and read again, so that a trained tokenizer is in all that of its file.
        return TokenizerReader.Parse(TokenizerWriter.Write(vocabulary, merges, options.Pattern), "the trained tokenizer.json");
    }

    private static WordCounter CountWords(IEnumerable<string> texts, IPreTokenizer preTokenizer, IProgressReporter progress, CancellationToken cancel)
    {
        var counter = new WordCounter(preTokenizer);
        progress.Begin("Counting words", 0, "bytes");
        long bytes = 0;
        long reported = 0;
        foreach (string text in texts)
        {
            cancel.ThrowIfCancellationRequested();
            bytes += counter.Add(text);
            if (bytes - reported < BytesPerReport)
                continue;
            progress.Report(bytes, $"{counter.Words} words");
            reported = bytes;
        }
        progress.Report(bytes, $"{counter.Words} words");
        return counter;
    }

    private static int[] AddBytes(List<string> entries)
    {
        var byteIds = new int[256];
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value);
        foreach (byte value in bytes.OrderBy(ByteAlphabet.ToCharacter))
        {
            byteIds[value] = entries.Count;
            entries.Add(ByteAlphabet.ToCharacter(value).ToString());
        }
        return byteIds;
    }

    private static Merge[] Learn(
        WordCounter counter, int[] byteIds, List<string> entries, BpeTrainerOptions options, IProgressReporter progress, CancellationToken cancel)
    {
        var merger = new PairMerger();
        foreach (var (word, count) in counter.Counts)
            merger.Add(Array.ConvertAll(word, value => byteIds[value]), count);
        merger.Start();

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < entries.Count; id++)
            ids[entries[id]] = id;
        var merges = new List<Merge>();
        int most = options.VocabularySize - entries.Count;
        progress.Begin("Learning merges", most, "merges");
        while (entries.Count < options.VocabularySize && merger.Next(options.MinFrequency) is var (left, right))
        {
            cancel.ThrowIfCancellationRequested();
            // Two different pairs can spell the same token, as "=" "==" and "==" "=" do.
            string entry = entries[left] + entries[right];
            if (ids.TryAdd(entry, entries.Count))
                entries.Add(entry);
            merges.Add(new Merge(left, right, ids[entry]));
            merger.Apply(merges[^1]);
            if (merges.Count % MergesPerReport == 0)
                progress.Report(merges.Count);
        }
        progress.Report(merges.Count);
        return [.. merges];
    }
}

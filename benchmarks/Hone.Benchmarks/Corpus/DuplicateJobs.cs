using System.Buffers.Binary;
using System.Globalization;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Dedup;
using Hone.Corpus.Tests.Dedup;

namespace Hone.Benchmarks.Corpus;

/// <summary>Near-duplicates among made documents, with the settings that stand in <see cref="NearDuplicateSpec"/>.</summary>
internal static class DuplicateJobs
{
    private const int Documents = 1_000_000;

    /// <summary>Texts before copies of one seed: a small part of all, so that making them takes no memory that counts.</summary>
    private const int TextsOfASeed = 5000;

    /// <summary>
    /// Documents that lie in a store on disk, as in a curation after its first pass; making them is not counted. Each seed has its
    /// own words, the near-misses of all seeds are alike.
    /// </summary>
    public static JobReport Million()
    {
        using var folder = new WorkFolder();
        int documents = RealData.IsShort ? Documents / 50 : Documents;
        Make(folder.Path, documents);
        using DocumentStore store = DocumentStore.Open(folder.Path);
        double characters = Enumerable.Range(0, store.Count).Average(document => store[document].Characters);
        DuplicateClusters? found = null;
        var (seconds, cpu) = JobReport.Time(() => found = NearDuplicates.Find(store, folder.Path, new NearDuplicateSpec(), CancellationToken.None));
        return new JobReport(seconds, cpu, characters * store.Count / 1e6, string.Create(CultureInfo.InvariantCulture,
            $"{store.Count:N0} made documents of {characters:0} characters on average, {found?.Clusters.Distinct().Count():N0} clusters, {Environment.ProcessorCount} threads"));
    }

    /// <summary>Who has a twin, said by the search and by the truth: by similarity as defined, and by who was copied from whom.</summary>
    public static JobReport Quality()
    {
        using var folder = new WorkFolder();
        var spec = new NearDuplicateSpec();
        PlantedText[] planted = PlantedDuplicates.Make(17, RealData.IsShort ? 500 : 6000);
        string[] texts = [.. planted.Select(text => text.Text)];
        int[] clusters = [];
        var (seconds, cpu) = JobReport.Time(() => clusters = NearDuplicates.Find(new ListedTexts(texts), folder.Path, spec, CancellationToken.None).Clusters);
        bool[] said = HaveTwins(clusters);
        var score = PlantedDuplicates.Score(PlantedDuplicates.TruthBySimilarity(texts, spec.ShingleWords, spec.Threshold), said);
        var byOrigin = PlantedDuplicates.Score(HaveTwins([.. planted.Select(text => text.Origin)]), said);
        return new JobReport(seconds, cpu, RealData.Bytes(texts) / 1e6, string.Create(CultureInfo.InvariantCulture,
            $"{texts.Length:N0} made documents, every kind of edit at 0 to 50% of the words, near-misses from templates; the truth is a Jaccard similarity from {spec.Threshold} of word {spec.ShingleWords}-grams, by origin who was copied from whom, however much was edited"))
        {
            Figures = { ["precision"] = score.Precision, ["recall"] = score.Recall, ["macro-F1"] = score.MacroF1, ["macro-F1 by origin"] = byOrigin.MacroF1 },
        };
    }

    private static bool[] HaveTwins(int[] clusters)
    {
        Dictionary<int, int> sizes = clusters.CountBy(cluster => cluster).ToDictionary();
        return [.. clusters.Select(cluster => sizes[cluster] > 1)];
    }

    private static void Make(string folder, int documents)
    {
        using var writer = new SegmentWriter(folder, 0);
        IEnumerable<byte[][]> batches = OrderedParallel.Select(Enumerable.Range(1, documents), seed => PlantedDuplicates.Make((ulong)seed, TextsOfASeed).Select((text, i) => Encode(text.Text, $"{seed}-{i}")).ToArray(), CancellationToken.None);
        int parts = 0;
        foreach (byte[][] batch in batches)
        {
            foreach (byte[] record in batch.Take(documents))
                writer.Add(record);
            documents -= Math.Min(documents, batch.Length);
            writer.PartsDone(++parts);
            if (documents == 0)
                break;
        }
        writer.Complete(parts);
    }

    private static byte[] Encode(string text, string id)
    {
        var document = new Document { Id = id, Text = text, Source = "made" };
        return SegmentFormat.Encode(new PreparedDocument(0, document, Verdict.Keep) { TextHash = BinaryPrimitives.ReadUInt128BigEndian(document.ComputeHashBytes()) });
    }
}

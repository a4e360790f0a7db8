using Hone.Core.Statistics;
using Hone.Corpus.Dedup;

namespace Hone.Corpus.Tests.Dedup;

public sealed class NearDuplicatesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DuplicateClusters Find(IReadOnlyList<string> texts, NearDuplicateSpec? spec = null) =>
        NearDuplicates.Find(new ListedTexts(texts), _folder.Path, spec ?? new NearDuplicateSpec(), CancellationToken.None);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.8)]
    public void Find_PlantedEdits_AreFoundAsDefined(double threshold)
    {
        string[] texts = [.. PlantedDuplicates.Make(17, 6000).Select(planted => planted.Text)];
        bool[] truth = PlantedDuplicates.TruthBySimilarity(texts, 5, threshold);

        int[] clusters = Find(texts, new NearDuplicateSpec { Threshold = threshold }).Clusters;

        var score = PlantedDuplicates.Score(truth, HaveTwins(clusters));
        Assert.Equal(1, score.Precision);
        Assert.InRange(score.MacroF1, 0.98, 1);
    }

    [Fact]
    public void Find_PlantedEdits_ByOrigin_NeverJoinTwoOrigins()
    {
        PlantedText[] planted = [.. PlantedDuplicates.Make(18, 4000).Where(text => text.Kind != EditKind.NearMiss)];

        int[] clusters = Find([.. planted.Select(text => text.Text)]).Clusters;

        Assert.All(clusters.Select((cluster, i) => (cluster, i)), pair => Assert.Equal(planted[pair.cluster].Origin, planted[pair.i].Origin));
        bool[] twins = HaveTwins(clusters);
        Assert.All(Enumerable.Range(0, planted.Length).Where(i => planted[i].Kind == EditKind.CaseAndSpace), i => Assert.True(twins[i]));
    }

    [Fact]
    public void Find_ShuffledTextsAndBandsInPieces_GiveTheSameClusters()
    {
        string[] texts = [.. PlantedDuplicates.Make(19, 1500).Select(planted => planted.Text)];
        var spec = new NearDuplicateSpec { Threshold = 0.5, LargestBucket = 8 };
        int[] order = [.. Enumerable.Range(0, texts.Length)];
        new Xoshiro256(3).Shuffle<int>(order);

        int[] first = Find(texts, spec).Clusters;
        int[] shuffled = Find([.. order.Select(i => texts[i])], spec with { SortBytes = 1 }).Clusters;

        Assert.Equal(Partition(first, i => texts[i]), Partition(shuffled, i => texts[order[i]]));
    }

    [Fact]
    public void Find_SketchesMadeBefore_GiveTheSame()
    {
        string[] texts = [.. PlantedDuplicates.Make(20, 300).Select(planted => planted.Text)];
        var spec = new NearDuplicateSpec();
        var sketch = new MinHash(spec);
        using var signatures = new SignatureFile(_folder["before"], sketch);
        for (int i = texts.Length - 1; i >= 0; i--)
            signatures.Write(i, sketch.Signature(texts[i]));

        Assert.Equal(Find(texts).Clusters, NearDuplicates.Find(new ListedTexts(texts), signatures, spec, CancellationToken.None).Clusters);
    }

    [Fact]
    public void Find_OneTemplateInTheThousands_IsCutAndSaidAndStillFindsCopies()
    {
        var random = new Xoshiro256(5);
        string boilerplate = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"clause{i}"));
        string[] texts = [.. Enumerable.Range(0, 4000).Select(i => $"{boilerplate} {string.Join(' ', Enumerable.Range(0, 45).Select(_ => $"w{random.Next(100_000)}"))}")];
        string[] all = [.. texts, .. texts.Take(200).Select(text => text.Replace("clause7", "changed", StringComparison.Ordinal))];

        DuplicateClusters found = Find(all, new NearDuplicateSpec { LargestBucket = 16 });

        Assert.NotEmpty(found.Cuts);
        Assert.InRange(found.Cuts[0].Texts, 17, 4200);
        Assert.InRange(Enumerable.Range(0, 200).Count(i => found.Clusters[4000 + i] == i), 190, 200);
    }

    [Fact]
    public void Find_HostileTexts_AreTakenAsTheyAre()
    {
        string repeated = string.Concat(Enumerable.Repeat("word ", 2_000_000));
        string han = "攻撃者は脆弱性を悪用して任意のコードを実行する可能性があります";
        string thai = "ผู้โจมตีสามารถเรียกใช้รหัสโดยไม่ได้รับอนุญาตผ่านช่องโหว่นี้";
        string[] texts = [repeated, "", "!!! --- ***", "???", han, han + "。", thai, thai + "!", "two words", "Two  words.", "two other", repeated + "word", "\ud800 half"];

        int[] clusters = Find(texts).Clusters;

        Assert.Equal([0, 1, 2, 3, 4, 4, 6, 6, 8, 8, 10, 0, 12], clusters);
    }

    [Fact]
    public void Find_NoDocuments_IsEmpty() => Assert.Empty(Find([]).Clusters);

    [Fact]
    public void Find_Cancelled_Stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => NearDuplicates.Find(new ListedTexts(["a", "b"]), _folder.Path, new NearDuplicateSpec(), cancel.Token));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(0.5, 3, 42)]
    [InlineData(0.7, 5, 25)]
    [InlineData(0.8, 7, 18)]
    public void Spec_Bands_FollowFromTheThreshold(double threshold, int rows, int bands)
    {
        var spec = new NearDuplicateSpec { Threshold = threshold };

        Assert.Equal((rows, bands), (spec.Rows, spec.Bands));
    }

    private static bool[] HaveTwins(int[] clusters)
    {
        int[] sizes = new int[clusters.Length];
        foreach (int cluster in clusters)
            sizes[cluster]++;
        return [.. clusters.Select(cluster => sizes[cluster] > 1)];
    }

    private static HashSet<string> Partition(int[] clusters, Func<int, string> text) =>
        [.. clusters.Select((cluster, i) => (cluster, i)).GroupBy(pair => pair.cluster).Select(group => string.Join('\n', group.Select(pair => text(pair.i)).Order(StringComparer.Ordinal)))];
}

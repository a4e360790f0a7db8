using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Statistics;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;

namespace Hone.Corpus.Tests.Curation.Spill;

public sealed class DocumentStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static PreparedDocument[] Some(int count) => [.. Enumerable.Range(0, count).Select(i => new PreparedDocument(i % 3,
        new Document { Id = $"d{i}", Source = $"s{i % 3}", Text = new string('é', i) + "𝄞", Date = i % 2 == 0 ? "2024-02-29" : null, Title = "T", Licence = "L" },
        i % 4 == 0 ? Verdict.Drop("short", "why") : Verdict.Keep)
    {
        TextHash = (UInt128)(uint)(i * 2654435761),
        DuplicateKey = UInt128.MaxValue - (UInt128)i,
        Order = (ulong)i,
        Share = i / 100.0,
        Quality = i / 7.0,
        Scrubbed = i % 2 == 0 ? new Dictionary<string, int> { ["email"] = i } : PreparedDocument.EmptyCounts,
    })];

    private void Write(IEnumerable<PreparedDocument> documents, int parts, int segments = 0)
    {
        using var writer = new SegmentWriter(_folder.Path, segments);
        foreach (PreparedDocument document in documents)
            writer.Add(SegmentFormat.Encode(document));
        writer.Complete(parts);
    }

    [Fact]
    public void Open_WrittenDocuments_AreAllThereInHashOrder()
    {
        PreparedDocument[] documents = Some(50);
        Write(documents[..20], 3);
        Write(documents[20..], 7, segments: 1);

        using DocumentStore store = DocumentStore.Open(_folder.Path);

        PreparedDocument[] expected = [.. documents.OrderBy(d => d.TextHash)];
        Assert.Equal((2, 7), DocumentStore.Finished(_folder.Path));
        Assert.Equal(50, store.Count);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(expected[i].Document, store.Document(i));
            Assert.Equal(expected[i].Verdict.Reason, store.Head(i).Reason);
            Assert.Equal(expected[i].Scrubbed.Count, store.Head(i).Scrubbed?.Count ?? 0);
            DocumentFacts facts = store[i];
            Assert.Equal((expected[i].DuplicateKey, expected[i].Order, expected[i].Share, expected[i].Quality, expected[i].Source), (facts.DuplicateKey, facts.Order, facts.Share, facts.Quality, facts.Source));
            Assert.Equal((expected[i].Document.Text.Length, expected[i].Verdict.Kept, expected[i].Document.Date is null), (facts.Characters, facts.Kept, facts.Day == 0));
        }
    }

    [Fact]
    public void Open_EqualTexts_AreOrderedBySourceAndId()
    {
        PreparedDocument[] documents = [.. Some(9).Select(d => d with { TextHash = 5 })];
        Write(documents.Reverse(), 1);

        using DocumentStore store = DocumentStore.Open(_folder.Path);

        Assert.Equal(["s0 d0", "s0 d3", "s0 d6", "s1 d1", "s1 d4", "s1 d7", "s2 d2", "s2 d5", "s2 d8"], Enumerable.Range(0, 9).Select(store.Label));
    }

    [Fact]
    public void Finished_NoSegment_IsNothing() => Assert.Equal((0, 0), DocumentStore.Finished(_folder.Path));

    [Fact]
    public void Open_DamagedSegment_NeverCrashes()
    {
        Write(Some(20), 1);
        string path = SegmentWriter.PathOf(_folder.Path, 0);
        byte[] whole = File.ReadAllBytes(path);
        var random = new Xoshiro256(1);
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = whole[..(whole.Length - random.Next(40) * (round % 2))];
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bytes);

            Exception? error = Record.Exception(() =>
            {
                using DocumentStore store = DocumentStore.Open(_folder.Path);
                for (int i = 0; i < store.Count; i++)
                    store.Document(i);
            });

            Assert.True(error is null or UserError, $"{error}");
        }
    }
}

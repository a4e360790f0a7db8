using Hone.Corpus.Curation;

namespace Hone.Corpus.Dedup;

/// <param name="Clusters">The cluster of every document, named by the smallest number in it; a document without a twin is its own.</param>
/// <param name="Cuts">Buckets too large to compare each with each.</param>
internal sealed record DuplicateClusters(int[] Clusters, IReadOnlyList<CutBucket> Cuts)
{
    /// <summary>Documents that are in one cluster with another.</summary>
    public int Duplicates => Clusters.Length - Clusters.Where((cluster, document) => cluster == document).Count();
}

/// <summary>A bucket of texts so alike in one band (templates) that only neighbours in it were compared.</summary>
/// <param name="Example">One of its documents.</param>
/// <param name="Texts">Different texts in it.</param>
internal sealed record CutBucket(int Example, int Texts);

/// <summary>
/// Finds near-duplicates among all documents: those that share a band's key are candidates, their true Jaccard similarity decides,
/// and what is alike directly or through others is a cluster. The sketches lie on disk and one band after the other is sorted, so
/// memory is some 30 bytes a document. The clusters depend on the texts alone, not on their order or the number of threads: which
/// pairs are compared follows from the sketches, and a pair is only skipped where it could not change a cluster.
/// </summary>
internal static class NearDuplicates
{
    private const int Block = 1024;

    /// <param name="folder">Where the sketches may be spilled to.</param>
    public static DuplicateClusters Find(IDocumentTexts texts, string folder, NearDuplicateSpec spec, CancellationToken cancel)
    {
        var sketch = new MinHash(spec);
        using var signatures = new SignatureFile(Path.Combine(folder, "signatures.partial"), sketch);
        int blocks = (texts.Count + Block - 1) / Block;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancel }, block =>
        {
            int first = block * Block, count = Math.Min(Block, texts.Count - first);
            var signed = new uint[count * sketch.Width];
            for (int i = 0; i < count; i++)
                sketch.Sign(texts.Text(first + i), signed.AsSpan(i * sketch.Width, sketch.Width));
            signatures.Write(first, signed);
        });
        return Find(texts, signatures, spec, cancel);
    }

    /// <summary>The same with the sketches made before, one for every document.</summary>
    public static DuplicateClusters Find(IDocumentTexts texts, SignatureFile signatures, NearDuplicateSpec spec, CancellationToken cancel)
    {
        var sets = new DisjointSets(texts.Count);
        var cuts = new CutBuckets();
        var keys = new BandKeys(signatures, texts.Count, spec.SortBytes);
        for (int first = 0; first < spec.Bands; first += keys.BandsAtOnce)
        {
            keys.Load(first, Math.Min(keys.BandsAtOnce, spec.Bands - first), cancel);
            for (int band = first; band < Math.Min(first + keys.BandsAtOnce, spec.Bands); band++)
            {
                int[] joined = sets.ToArray();
                keys.ForEachBucket(band, documents => new Bucket(texts, signatures, spec, band, sets, joined, cuts).Compare(documents), cancel);
                cuts.EndBand();
            }
        }
        return new DuplicateClusters(sets.ToArray(), cuts.Largest());
    }
}

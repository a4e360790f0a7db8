namespace Hone.Corpus.Dedup;

/// <summary>What counts as nearly the same text, and how hard to look.</summary>
internal sealed record NearDuplicateSpec
{
    /// <summary>Shared shingles over all shingles of two texts (Jaccard) from which on they are near-duplicates.</summary>
    public double Threshold { get; init; } = 0.7;

    public int ShingleWords { get; init; } = 5;

    /// <summary>Hash functions of a sketch: more find more of what lies near the threshold.</summary>
    public int Hashes { get; init; } = 128;

    /// <summary>Different texts that share a band's key are compared each with each up to this many, beyond it only with their neighbours.</summary>
    public int LargestBucket { get; init; } = 64;

    /// <summary>Bytes of band keys sorted at a time, whatever the number of documents (but at least one band's).</summary>
    public long SortBytes { get; init; } = 256 << 20;

    /// <summary>
    /// Rows of a band: as many as still make two texts at the threshold meet in some band with 98% chance
    /// (1 - (1 - t^rows)^bands); more rows mean fewer chance meetings to look into.
    /// </summary>
    public int Rows
    {
        get
        {
            int rows = 1;
            while (rows < Hashes && 1 - Math.Pow(1 - Math.Pow(Threshold, rows + 1), Hashes / (rows + 1)) >= 0.98)
                rows++;
            return rows;
        }
    }

    public int Bands => Hashes / Rows;
}

// Byte-pair encoding of one piece of text: start from bytes or characters, then apply the merge of the lowest rank, leftmost first,
// until none applies. Short pieces scan for it; long ones keep a heap, since a megabyte without a space must not take hours.
namespace Hone.Core.Tokens.Bpe;

/// <param name="wholePieces">Pieces that are tokens as they stand, whatever the merges say ("ignore_merges"); null where merges decide.</param>
internal sealed class BpeModel(BpeSymbols symbols, Merge[] merges, Dictionary<byte[], int>? wholePieces = null) : ITokenModel
{
    /// <summary>Above this many bytes the scan's square cost passes the heap's.</summary>
    public const int LongestScanned = 128;

    private readonly MergeTable _table = new(merges);

    public ReadOnlySpan<Merge> Merges => merges;

    public int ByteId(byte value) => symbols.ByteId(value);

    public void Encode(ReadOnlySpan<byte> piece, TokenBuffer output)
    {
        if (TryWhole(piece, out int whole))
            output.Add(whole);
        else if (piece.Length <= LongestScanned)
            EncodeByScan(piece, output);
        else
            MergeByHeap(piece, new int[piece.Length], []).Write(output);
    }

    public void Encode(ReadOnlySpan<byte> piece, TokenBuffer output, List<int> ends)
    {
        if (TryWhole(piece, out int whole))
        {
            output.Add(whole);
            ends.Add(piece.Length);
            return;
        }
        var symbolEnds = new int[piece.Length];
        var merged = MergeByHeap(piece, new int[piece.Length], symbolEnds);
        merged.Write(output);
        merged.WriteEnds(symbolEnds, ends);
    }

    private bool TryWhole(ReadOnlySpan<byte> piece, out int id)
    {
        id = 0;
        return wholePieces is not null && wholePieces.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(piece, out id);
    }

    private BpeHeapMerge MergeByHeap(ReadOnlySpan<byte> piece, Span<int> ids, Span<int> ends) =>
        new(ids[..symbols.Read(piece, ids, ends)], _table);

    private void EncodeByScan(ReadOnlySpan<byte> piece, TokenBuffer output)
    {
        Span<int> ids = stackalloc int[LongestScanned];
        Span<int> ranks = stackalloc int[LongestScanned];
        int count = symbols.Read(piece, ids, []);
        for (int i = 0; i + 1 < count; i++)
            ranks[i] = _table.Find(ids[i], ids[i + 1], out _);

        while (count > 1)
        {
            int best = IndexOfLowest(ranks[..(count - 1)]);
            if (ranks[best] == MergeTable.NoRank)
                break;
            _table.Find(ids[best], ids[best + 1], out ids[best]);
            ids[(best + 2)..count].CopyTo(ids[(best + 1)..]);
            ranks[(best + 1)..(count - 1)].CopyTo(ranks[best..]);
            count--;
            if (best + 1 < count)
                ranks[best] = _table.Find(ids[best], ids[best + 1], out _);
            if (best > 0)
                ranks[best - 1] = _table.Find(ids[best - 1], ids[best], out _);
        }
        output.Add(ids[..count]);
    }

    private static int IndexOfLowest(ReadOnlySpan<int> ranks)
    {
        int best = 0;
        for (int i = 1; i < ranks.Length; i++)
        {
            if (ranks[i] < ranks[best])
                best = i;
        }
        return best;
    }
}

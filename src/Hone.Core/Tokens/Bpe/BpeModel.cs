// Byte-pair encoding of one piece of text: start from bytes, then apply the merge of the lowest rank, leftmost first,
// until none applies. Short pieces scan for it; long ones keep a heap, since a megabyte without a space must not take hours.
namespace Hone.Core.Tokens.Bpe;

internal sealed class BpeModel(int[] byteIds, Merge[] merges)
{
    /// <summary>Above this many bytes the scan's square cost passes the heap's.</summary>
    public const int LongestScanned = 128;

    private readonly MergeTable _table = new(merges);

    public ReadOnlySpan<Merge> Merges => merges;

    public int ByteId(byte value) => byteIds[value];

    public void Encode(ReadOnlySpan<byte> piece, TokenBuffer output)
    {
        if (piece.Length <= LongestScanned)
            EncodeByScan(piece, output);
        else
            new BpeHeapMerge(piece, byteIds, _table).Write(output);
    }

    private void EncodeByScan(ReadOnlySpan<byte> piece, TokenBuffer output)
    {
        Span<int> ids = stackalloc int[LongestScanned];
        Span<int> ranks = stackalloc int[LongestScanned];
        int count = piece.Length;
        for (int i = 0; i < count; i++)
            ids[i] = byteIds[piece[i]];
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

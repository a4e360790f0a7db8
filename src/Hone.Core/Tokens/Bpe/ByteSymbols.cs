namespace Hone.Core.Tokens.Bpe;

/// <summary>Byte-level BPE: every byte is a token.</summary>
internal sealed class ByteSymbols(int[] byteIds) : BpeSymbols
{
    public override int ByteId(byte value) => byteIds[value];

    public override int Read(ReadOnlySpan<byte> piece, Span<int> ids, Span<int> ends)
    {
        for (int i = 0; i < piece.Length; i++)
            ids[i] = byteIds[piece[i]];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = i + 1;
        return piece.Length;
    }
}

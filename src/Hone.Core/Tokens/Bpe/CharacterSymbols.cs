// BPE over characters as SentencePiece has it: a character that the vocabulary lacks is spelled in byte tokens where there are such ("byte
// fallback"), or else becomes the unknown token, of which neighbours may be fused; without an unknown token it vanishes.
using System.Buffers;
using System.Text;

namespace Hone.Core.Tokens.Bpe;

/// <param name="characters">Tokens of single characters.</param>
/// <param name="byteIds">Token of each byte, -1 where there is none; null without byte fallback.</param>
/// <param name="unknown">The unknown token, or -1.</param>
internal sealed class CharacterSymbols(Dictionary<int, int> characters, int[]? byteIds, int unknown, bool fusesUnknown) : BpeSymbols
{
    private readonly int[] _ascii = [.. Enumerable.Range(0, 128).Select(point => characters.GetValueOrDefault(point, -1))];

    public override int ByteId(byte value) => value < 128 ? _ascii[value] : -1;

    public override int Read(ReadOnlySpan<byte> piece, Span<int> ids, Span<int> ends)
    {
        int count = 0;
        // An unknown character waits for the next one it may be fused with; as in Hugging Face's library, byte tokens overtake it.
        bool waits = false;
        int waitsUntil = 0;
        int length;
        for (int at = 0; at < piece.Length; at += length)
        {
            int id = Find(piece[at..], out length);
            if (id >= 0)
            {
                if (waits)
                    Put(ids, ends, ref count, unknown, waitsUntil);
                waits = false;
                Put(ids, ends, ref count, id, at + length);
            }
            else if (byteIds is not null && CanSpell(piece.Slice(at, length), byteIds))
            {
                for (int i = 0; i < length; i++)
                    Put(ids, ends, ref count, byteIds[piece[at + i]], at + i + 1);
            }
            else if (unknown >= 0)
            {
                if (waits && !fusesUnknown)
                    Put(ids, ends, ref count, unknown, waitsUntil);
                (waits, waitsUntil) = (true, at + length);
            }
        }
        if (waits)
            Put(ids, ends, ref count, unknown, waitsUntil);
        return count;
    }

    private int Find(ReadOnlySpan<byte> rest, out int length)
    {
        if (rest[0] < 128)
        {
            length = 1;
            return _ascii[rest[0]];
        }
        return Rune.DecodeFromUtf8(rest, out var rune, out length) == OperationStatus.Done ? characters.GetValueOrDefault(rune.Value, -1) : -1;
    }

    private static bool CanSpell(ReadOnlySpan<byte> character, int[] byteIds)
    {
        foreach (byte value in character)
        {
            if (byteIds[value] < 0)
                return false;
        }
        return true;
    }

    private static void Put(Span<int> ids, Span<int> ends, ref int count, int id, int end)
    {
        ids[count] = id;
        if (!ends.IsEmpty)
            ends[count] = end;
        count++;
    }
}

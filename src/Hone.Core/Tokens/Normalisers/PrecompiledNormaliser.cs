// SentencePiece's "precompiled" character map: a double-array trie (Darts, https://github.com/s-yata/darts-clone) from strings to places in a
// block of NUL-terminated replacements. As Hugging Face applies it: a grapheme of less than six bytes is looked up whole; otherwise, and where it
// is not there, its characters are looked up one by one. "Looked up" gives the replacement of the shortest string in the map that it begins with.
using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hone.Core.Tokens.Normalisers;

internal sealed class PrecompiledNormaliser : INormaliser
{
    private const int LongestGrapheme = 5;

    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private PrecompiledNormaliser(uint[] units, byte[] replacements) => (_units, _replacements) = (units, replacements);

    /// <summary>Reads the map, or gives null where its sizes do not fit together.</summary>
    public static PrecompiledNormaliser? TryRead(ReadOnlySpan<byte> map)
    {
        if (map.Length < 4)
            return null;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(map);
        if (size == 0 || size % 4 != 0 || size > map.Length - 4)
            return null;
        var units = new uint[size / 4];
        for (int i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(map[(4 + 4 * i)..]);
        return new PrecompiledNormaliser(units, map[(4 + (int)size)..].ToArray());
    }

    public bool TryApply(TextSlice text, TextBuffer output)
    {
        bool changed = false;
        Span<char> units = stackalloc char[2 * LongestGrapheme];
        int length;
        for (int at = 0; at < text.Length; at += length)
        {
            length = GraphemeLength(text.Bytes[at..]);
            if (length <= LongestGrapheme && TryReplace(text.Slice(at, length), output))
            {
                changed = true;
                continue;
            }
            var grapheme = text.Slice(at, length);
            int inside;
            for (int i = 0; i < length; i += inside)
            {
                Rune.DecodeFromUtf8(grapheme.Bytes[i..], out _, out inside);
                if (TryReplace(grapheme.Slice(i, inside), output))
                    changed = true;
                else
                    output.Append(grapheme.Slice(i, inside));
            }
        }
        return changed;
    }

    private bool TryReplace(TextSlice part, TextBuffer output)
    {
        int place = Find(part.Bytes);
        if (place < 0 || place >= _replacements.Length)
            return false;
        var replacement = _replacements.AsSpan(place);
        int end = replacement.IndexOf((byte)0);
        output.Append(end < 0 ? replacement : replacement[..end], part.OriginOf(0, part.Length));
        return true;
    }

    /// <summary>Value of the shortest string in the trie that the key begins with, or -1.</summary>
    private int Find(ReadOnlySpan<byte> key)
    {
        uint place = Offset(_units[0]);
        foreach (byte next in key)
        {
            if (next == 0)
                return -1;
            place ^= next;
            if (place >= _units.Length || (_units[place] & 0x8000_00FF) != next)
                return -1;
            bool hasLeaf = (_units[place] >> 8 & 1) != 0;
            place ^= Offset(_units[place]);
            if (hasLeaf)
                return place < _units.Length ? (int)(_units[place] & 0x7FFF_FFFF) : -1;
        }
        return -1;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 1 << 9) >> 6);

    /// <summary>
    /// Length in bytes of the grapheme at the beginning. Looked for in a window, since graphemes longer than it are taken by characters anyway.
    /// </summary>
    private static int GraphemeLength(ReadOnlySpan<byte> rest)
    {
        // Two ASCII characters side by side are two graphemes, but for a line end.
        if (rest.Length == 1 || (rest[0] < 128 && rest[1] < 128 && !(rest[0] == '\r' && rest[1] == '\n')))
            return 1;
        Span<char> units = stackalloc char[16];
        int bytes = 0;
        int count = 0;
        while (bytes < rest.Length && count + 2 <= units.Length)
        {
            if (Rune.DecodeFromUtf8(rest[bytes..], out var rune, out int length) != OperationStatus.Done)
                break;
            count += rune.EncodeToUtf16(units[count..]);
            bytes += length;
        }
        if (count == 0)
        {
            Rune.DecodeFromUtf8(rest, out _, out int broken);
            return broken;
        }
        return Encoding.UTF8.GetByteCount(units[..StringInfo.GetNextTextElementLength(units[..count])]);
    }
}

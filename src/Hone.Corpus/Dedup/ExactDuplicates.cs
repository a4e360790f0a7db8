using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hone.Corpus.Dedup;

/// <summary>Knows texts again by a hash that does not see case and white space.</summary>
internal static class ExactDuplicates
{
    private const byte Space = (byte)' ';

    /// <summary>ASCII in lower case, all white space as a space.</summary>
    private static readonly byte[] _plain = [.. Enumerable.Range(0, 128).Select(c => char.IsWhiteSpace((char)c) ? Space : (byte)char.ToLowerInvariant((char)c))];

    /// <summary>The first half of the SHA-256 of the text in lower case, with one space for every stretch of white space and none at the ends.</summary>
    public static UInt128 KeyOf(string text)
    {
        byte[] normal = ArrayPool<byte>.Shared.Rent(checked(text.Length * 3 + 1));
        int length = Normalise(text, normal);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(normal.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(normal);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static int Normalise(ReadOnlySpan<char> text, Span<byte> normal)
    {
        ReadOnlySpan<byte> plain = _plain;
        int at = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c < 128 && plain[c] != Space)
                normal[at++] = plain[c];
            else if (c < 128 || char.IsWhiteSpace(c))
            {
                if (at > 0 && normal[at - 1] != Space)
                    normal[at++] = Space;
            }
            else
            {
                int end = i + 1;
                while (end < text.Length && text[end] >= 128 && !char.IsWhiteSpace(text[end]))
                    end++;
                at += Encode(text[i..end], normal[at..]);
                i = end - 1;
            }
        }
        return at > 0 && normal[at - 1] == Space ? at - 1 : at;
    }

    /// <summary>A stretch beyond ASCII, character by character in lower case, as UTF-8.</summary>
    private static int Encode(ReadOnlySpan<char> text, Span<byte> utf8)
    {
        Span<char> lower = stackalloc char[128];
        int written = 0;
        while (!text.IsEmpty)
        {
            // A pair stays together: cut apart, both halves would become replacement characters.
            int count = Math.Min(text.Length, lower.Length);
            if (count < text.Length && char.IsHighSurrogate(text[count - 1]))
                count--;
            for (int i = 0; i < count; i++)
                lower[i] = char.ToLowerInvariant(text[i]);
            written += Encoding.UTF8.GetBytes(lower[..count], utf8[written..]);
            text = text[count..];
        }
        return written;
    }
}

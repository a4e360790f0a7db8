using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hone.Corpus.Selection;

/// <summary>Chance that depends only on the seed, a purpose and a document: adding documents moves none of the others.</summary>
internal static class StableHash
{
    public static ulong Of(ulong seed, string purpose, string document)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{seed}\n{purpose}\n{document}");
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public static ulong Of(ulong seed, string purpose, UInt128 document) => Of(seed, purpose, document.ToString("x32", CultureInfo.InvariantCulture));

    /// <summary>The same as a number from 0 up to but not including 1.</summary>
    public static double ShareOf(ulong seed, string purpose, string document) => (Of(seed, purpose, document) >> 11) * (1.0 / (1UL << 53));
}

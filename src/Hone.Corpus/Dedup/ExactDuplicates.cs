using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hone.Corpus.Dedup;

/// <summary>Remembers texts by a hash that does not see case and white space, and says which document had a text first.</summary>
internal sealed class ExactDuplicates
{
    private readonly Dictionary<UInt128, string> _first = [];

    /// <summary>The document that already has this text, or null, in which case <paramref name="id"/> now has it.</summary>
    public string? FindOrAdd(UInt128 key, string id) => _first.TryAdd(key, id) ? null : _first[key];

    public static UInt128 KeyOf(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
                normal.Append(char.ToLowerInvariant(c));
            else if (normal.Length > 0 && normal[^1] != ' ')
                normal.Append(' ');
        }
        string key = normal.ToString().TrimEnd(' ');
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}

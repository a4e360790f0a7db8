using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hone.Core.Tokens;

/// <summary>What each id stands for: as written in the file, and as bytes. An id without an entry is a gap and stands for nothing.</summary>
internal sealed class Vocabulary
{
    private readonly string?[] _entries;
    private readonly byte[]?[] _bytes;
    private readonly Dictionary<string, int> _ids;

    /// <param name="entries">Entries of the model by id, null where there is none.</param>
    /// <param name="added">Added tokens; they may stand beyond the model's entries, or name one of them.</param>
    public Vocabulary(IReadOnlyList<string?> entries, IReadOnlyList<AddedToken> added)
    {
        Size = Math.Max(entries.Count, added.Count == 0 ? 0 : added.Max(token => token.Id) + 1);
        ModelSize = entries.Count;
        Added = added;
        _entries = new string?[Size];
        _bytes = new byte[]?[Size];
        _ids = new Dictionary<string, int>(Size, StringComparer.Ordinal);
        for (int id = 0; id < entries.Count; id++)
        {
            if (entries[id] is not { } entry)
                continue;
            _entries[id] = entry;
            _bytes[id] = ByteAlphabet.TryRead(entry) ?? Encoding.UTF8.GetBytes(entry);
            _ids[entry] = id;
        }
        foreach (var token in added)
            _bytes[token.Id] ??= Encoding.UTF8.GetBytes(token.Content);
    }

    /// <summary>Highest id and one.</summary>
    public int Size { get; }

    public int ModelSize { get; }

    public IReadOnlyList<AddedToken> Added { get; }

    /// <summary>The model's entry in the byte alphabet, or null for a gap and for tokens that are only added.</summary>
    public string? Entry(int id) => _entries[id];

    public ReadOnlySpan<byte> Bytes(int id) => _bytes[id];

    public int? Find(string text)
    {
        foreach (var token in Added)
        {
            if (token.Content == text)
                return token.Id;
        }
        return _ids.TryGetValue(ByteAlphabet.Write(Encoding.UTF8.GetBytes(text)), out int id) ? id : null;
    }

    /// <summary>SHA-256 over entries, added tokens and merges: equal where the same text gives the same ids.</summary>
    public string ComputeHash(ReadOnlySpan<Bpe.Merge> merges)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int id = 0; id < Size; id++)
            AppendEntry(hash, _bytes[id]);
        foreach (var token in Added.OrderBy(token => token.Id))
        {
            AppendNumber(hash, token.Id);
            AppendEntry(hash, Encoding.UTF8.GetBytes(token.Content));
        }
        AppendNumber(hash, merges.Length);
        foreach (var merge in merges)
        {
            AppendNumber(hash, merge.Left);
            AppendNumber(hash, merge.Right);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendEntry(IncrementalHash hash, byte[]? bytes)
    {
        AppendNumber(hash, bytes?.Length ?? -1);
        hash.AppendData(bytes ?? []);
    }

    private static void AppendNumber(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}

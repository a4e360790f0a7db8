using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hone.Core.Tokens;

/// <summary>
/// SHA-256 over all that decides ids: entries, added tokens, merges; and the rest of the pipeline where it is another than GPT-2's,
/// which came first and whose shards lie about.
/// </summary>
internal static class VocabularyHash
{
    public static string Compute(Vocabulary vocabulary, ReadOnlySpan<Bpe.Merge> merges, string pipeline)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int id = 0; id < vocabulary.Size; id++)
            AppendToken(hash, vocabulary, id);
        foreach (var token in vocabulary.Added.OrderBy(token => token.Id))
        {
            AppendNumber(hash, token.Id);
            AppendBytes(hash, Encoding.UTF8.GetBytes(token.Content));
        }
        AppendNumber(hash, merges.Length);
        foreach (var merge in merges)
        {
            AppendNumber(hash, merge.Left);
            AppendNumber(hash, merge.Right);
        }
        if (pipeline.Length > 0)
            AppendBytes(hash, Encoding.UTF8.GetBytes(pipeline));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A gap has length -1, which no token has.</summary>
    private static void AppendToken(IncrementalHash hash, Vocabulary vocabulary, int id)
    {
        if (vocabulary.IsGap(id))
            AppendNumber(hash, -1);
        else if (vocabulary.Reading.ByteLevel || vocabulary.Entry(id) is not { } entry)
            AppendBytes(hash, vocabulary.Bytes(id));
        else
            AppendBytes(hash, Encoding.UTF8.GetBytes(entry));
    }

    private static void AppendBytes(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        AppendNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumber(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hone.Core.Tokens;

/// <summary>
/// Writes the tokens of documents one after the other: NAME.bin of little-endian uint16 or uint32, and NAME.json that says where each
/// document starts. Both lie under temporary names until <see cref="Complete"/>.
/// </summary>
public sealed class TokenShardWriter : IDisposable
{
    private readonly string _path;
    private readonly string _vocabularyHash;
    private readonly int _vocabularySize;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<long> _offsets = [];
    private readonly ushort[] _narrow = new ushort[4096];
    private bool _complete;

    private TokenShardWriter(string path, string vocabularyHash, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabularySize);
        _path = path;
        _vocabularyHash = vocabularyHash;
        _vocabularySize = vocabularySize;
        _stream = new FileStream(TemporaryBin, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
    }

    public long TokenCount { get; private set; }

    public int DocumentCount => _offsets.Count;

    private string TemporaryBin => _path + ".bin.partial";

    private string TemporaryJson => _path + ".json.partial";

    /// <param name="pathWithoutExtension">".bin" and ".json" are added to it.</param>
    /// <param name="tokenizer">The tokenizer whose ids will come.</param>
    public static TokenShardWriter Create(string pathWithoutExtension, Tokenizer tokenizer) =>
        new(pathWithoutExtension, tokenizer.VocabularyHash, tokenizer.VocabularySize);

    public static TokenShardWriter Create(string pathWithoutExtension, string vocabularyHash, int vocabularySize) =>
        new(pathWithoutExtension, vocabularyHash, vocabularySize);

    /// <summary>Adds one document, which may be empty.</summary>
    public void Add(ReadOnlySpan<int> documentTokens)
    {
        ObjectDisposedException.ThrowIf(_complete, this);
        foreach (int id in documentTokens)
        {
            if ((uint)id >= (uint)_vocabularySize)
                throw new ArgumentOutOfRangeException(nameof(documentTokens), id, $"token ids are from 0 to {_vocabularySize - 1}");
        }
        _offsets.Add(TokenCount);
        TokenCount += documentTokens.Length;
        if (TokenShardHeader.BytesFor(_vocabularySize) == 4)
            Write(MemoryMarshal.AsBytes(documentTokens));
        else
            WriteNarrow(documentTokens);
    }

    /// <summary>Gives the files their names, the header last.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_complete, this);
        _complete = true;
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        var header = new TokenShardHeader
        {
            VocabularyHash = _vocabularyHash,
            VocabularySize = _vocabularySize,
            Tokens = TokenCount,
            Offsets = [.. _offsets],
            Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset()),
        };
        using (var stream = File.Create(TemporaryJson))
        {
            header.Write(stream);
            stream.Flush(flushToDisk: true);
        }
        // An older header must not be found beside the new tokens.
        File.Delete(_path + ".json");
        File.Move(TemporaryBin, _path + ".bin", overwrite: true);
        File.Move(TemporaryJson, _path + ".json");
    }

    /// <summary>A shard that was not completed leaves nothing behind.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
        if (_complete)
            return;
        _complete = true;
        File.Delete(TemporaryBin);
    }

    private void WriteNarrow(ReadOnlySpan<int> ids)
    {
        while (ids.Length > 0)
        {
            int count = Math.Min(ids.Length, _narrow.Length);
            for (int i = 0; i < count; i++)
                _narrow[i] = (ushort)ids[i];
            Write(MemoryMarshal.AsBytes(_narrow.AsSpan(0, count)));
            ids = ids[count..];
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _stream.Write(bytes);
    }
}

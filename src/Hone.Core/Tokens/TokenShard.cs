using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Hone.Core.Tokens;

/// <summary>Tokens on disk, read through a memory map: a shard may be larger than memory. Safe for many threads at once.</summary>
public sealed class TokenShard : IDisposable
{
    private readonly TokenShardHeader _header;
    private readonly string _path;
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;

    private TokenShard(string path, TokenShardHeader header)
    {
        _path = path;
        _header = header;
        if (header.Tokens == 0)
            return;
        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, header.Tokens * header.BytesPerToken, MemoryMappedFileAccess.Read);
    }

    public long TokenCount => _header.Tokens;

    public int DocumentCount => _header.Offsets.Length;

    /// <summary>Where each document starts; it ends where the next one starts, the last at <see cref="TokenCount"/>.</summary>
    public ReadOnlySpan<long> Offsets => _header.Offsets;

    public string VocabularyHash => _header.VocabularyHash;

    public int VocabularySize => _header.VocabularySize;

    /// <summary>Opens a shard by its path without extension, or by one of its two files.</summary>
    public static TokenShard Open(string path)
    {
        string name = path.EndsWith(".json", StringComparison.Ordinal) ? path[..^5] : path.EndsWith(".bin", StringComparison.Ordinal) ? path[..^4] : path;
        try
        {
            if (!File.Exists(name + ".json"))
                throw new UserError($"{name}.json does not exist", "A shard is a .bin and a .json file; one without its .json was not finished.");
            var header = TokenShardHeader.Read(name + ".json");
            long expected = header.Tokens * header.BytesPerToken;
            long length = new FileInfo(name + ".bin").Length;
            if (length != expected)
                throw new UserError($"{name}.bin has {length:N0} bytes, but {name}.json says {expected:N0}", "Write the shard again.");
            return new TokenShard(name + ".bin", header);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot read the shard {name}: {e.Message}", inner: e);
        }
    }

    /// <summary>Fills the destination with the tokens from start on.</summary>
    public void Read(long start, Span<int> destination)
    {
        if (start < 0 || start > TokenCount - destination.Length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{destination.Length} tokens from there do not lie within {TokenCount}");
        if (destination.Length == 0 || _view is null)
            return;
        ObjectDisposedException.ThrowIf(_view.SafeMemoryMappedViewHandle.IsClosed, this);
        if (_header.BytesPerToken == 4)
            _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)start * 4, destination);
        else
            ReadNarrow(_view.SafeMemoryMappedViewHandle, (ulong)start * 2, destination);
        CheckIds(start, destination);
    }

    /// <summary>Reads the whole file and compares its hash with the header's.</summary>
    public void Verify()
    {
        using var stream = File.OpenRead(_path);
        if (Convert.ToHexStringLower(SHA256.HashData(stream)) != _header.Sha256)
            throw new UserError($"{_path} is not the file its header describes: the SHA-256 differs", "Write the shard again.");
    }

    public void Dispose()
    {
        _view?.Dispose();
        _map?.Dispose();
    }

    private static void ReadNarrow(SafeMemoryMappedViewHandle handle, ulong offset, Span<int> destination)
    {
        Span<ushort> narrow = stackalloc ushort[2048];
        while (destination.Length > 0)
        {
            var part = narrow[..Math.Min(narrow.Length, destination.Length)];
            handle.ReadSpan(offset, part);
            for (int i = 0; i < part.Length; i++)
                destination[i] = part[i];
            destination = destination[part.Length..];
            offset += (ulong)part.Length * 2;
        }
    }

    private void CheckIds(long start, ReadOnlySpan<int> ids)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)VocabularySize)
                throw new UserError($"{_path}: the token at {start + i} is {(uint)ids[i]}, but the vocabulary ends at {VocabularySize - 1}", "Write the shard again.");
        }
    }
}

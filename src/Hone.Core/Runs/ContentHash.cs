using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hone.Core.Documents;

namespace Hone.Core.Runs;

/// <summary>
/// SHA-256 of what a stage reads and writes, streamed. A directory's is over its relative paths, lengths and contents in ordinal
/// order, so it does not depend on where the directory lies or on the file system's order.
/// </summary>
public static class ContentHash
{
    public static async Task<FileRecord> OfFileAsync(string path, string name, CancellationToken cancel)
    {
        await using FileStream file = Open(path);
        byte[] hash = await SHA256.HashDataAsync(file, cancel);
        return new FileRecord(name, file.Length, Convert.ToHexStringLower(hash));
    }

    /// <summary>A file, or a directory with all its files; <paramref name="path"/> is kept as it was given.</summary>
    public static async Task<FileRecord> OfAsync(string path, CancellationToken cancel)
    {
        if (File.Exists(path))
            return await OfFileAsync(path, path, cancel);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        foreach ((string file, string relative) in FileTree.List(path))
        {
            FileRecord record = await OfFileAsync(file, relative, cancel);
            bytes += record.Bytes;
            AppendTo(hash, record);
        }
        return new FileRecord(path, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void AppendTo(IncrementalHash hash, FileRecord record)
    {
        byte[] name = Encoding.UTF8.GetBytes(record.Path);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, name.Length);
        hash.AppendData(length);
        hash.AppendData(name);
        hash.AppendData(Encoding.ASCII.GetBytes(record.Sha256));
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path}: cannot be read: {e.Message}", null, e);
        }
    }
}

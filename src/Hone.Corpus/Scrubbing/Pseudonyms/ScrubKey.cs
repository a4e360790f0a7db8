using System.Security.Cryptography;
using System.Text;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Scrubbing.Pseudonyms;

/// <summary>
/// The team's key: 32 random bytes in a small text file. From it come, by HKDF (RFC 5869), one key that numbers pseudonyms and one that
/// seals the map back, so that neither tells of the other.
/// </summary>
public sealed class ScrubKey
{
    private const string Head = "hone-scrub-key-1";
    private const int Size = 32;

    internal ScrubKey(ReadOnlySpan<byte> secret)
    {
        byte[] key = secret.ToArray();
        Naming = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Size, info: "pseudonyms"u8.ToArray());
        Sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Size, info: "map"u8.ToArray());
        CryptographicOperations.ZeroMemory(key);
    }

    internal byte[] Naming { get; }

    internal byte[] Sealing { get; }

    /// <summary>Writes a new key, readable by its owner alone. A file that is there stays: its corpus would have no way back.</summary>
    public static void Create(string path)
    {
        if (File.Exists(path))
            throw new UserError($"{path}: there is such a file already", "A key that is lost or overwritten cannot be made again; choose another name.");
        using (var file = new AtomicFile(path))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path + AtomicFile.TemporarySuffix, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            file.Stream.Write(Encoding.ASCII.GetBytes($"{Head}\n{Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size))}\n"));
            file.Complete();
        }
    }

    public static ScrubKey Read(string path)
    {
        string[] lines = Encoding.ASCII.GetString(InputFile.ReadAll(path, 4096)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        byte[] secret = new byte[Size];
        if (lines is not [Head, var text] || !Convert.TryFromBase64String(text, secret, out int written) || written != Size)
            throw new UserError($"{path}: no key file of hone scrub", "Make one with `hone scrub --new-key FILE`.");
        return new ScrubKey(secret);
    }
}

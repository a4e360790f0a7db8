using System.Security.Cryptography;
using System.Text;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Scrubbing.Pseudonyms;

/// <summary>
/// The way back: a text file with a line per pseudonym, "EMAIL-7K3MQ2XA base64", where the base 64 holds nonce, value and tag of AES-256-GCM
/// under the team's key with the pseudonym as associated data. The nonce is an HMAC of pseudonym and value: a nonce comes twice only
/// for the same text, and the same corpus gives the same file.
/// </summary>
internal static class SealedMap
{
    private const string Head = "hone-scrub-map-1";
    private const int NonceSize = 12, TagSize = 16, MostValue = 1 << 17;

    public static void Write(string path, ScrubKey key, IEnumerable<KeyValuePair<string, string>> values)
    {
        using var file = new AtomicFile(path);
        using (var writer = new StreamWriter(file.Stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
        {
            writer.WriteLine(Head);
            using var cipher = new AesGcm(key.Sealing, TagSize);
            foreach ((string pseudonym, string value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
                writer.WriteLine($"{pseudonym[1..^1]} {Convert.ToBase64String(Seal(cipher, key, pseudonym, value))}");
        }
        file.Complete();
    }

    private static byte[] Seal(AesGcm cipher, ScrubKey key, string pseudonym, string value)
    {
        byte[] plain = Encoding.UTF8.GetBytes(value), name = Encoding.UTF8.GetBytes(pseudonym);
        byte[] box = new byte[NonceSize + plain.Length + TagSize];
        Span<byte> nonce = box.AsSpan(..NonceSize);
        byte[] nonceOf = [.. name, 0, .. plain];
        HMACSHA256.HashData(key.Sealing, nonceOf).AsSpan(..NonceSize).CopyTo(nonce);
        cipher.Encrypt(nonce, plain, box.AsSpan(NonceSize, plain.Length), box.AsSpan(^TagSize..), name);
        return box;
    }

    /// <summary>Every pseudonym with its value; a line that the key does not open is an error with its number.</summary>
    public static Dictionary<string, string> Read(string path, ScrubKey key)
    {
        var values = new Dictionary<string, string>();
        using var reader = new StreamReader(InputFile.Open(path), Encoding.UTF8);
        if (reader.ReadLine() != Head)
            throw new UserError($"{path}: no map of hone scrub", "The map lies beside the scrubbed texts, with the name that was given to it.");
        using var cipher = new AesGcm(key.Sealing, TagSize);
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            int space = text.IndexOf(' ');
            string pseudonym = space > 0 ? $"<{text[..space]}>" : "";
            values[pseudonym] = Open(cipher, pseudonym, text[(space + 1)..]) ?? throw new UserError($"{path}:{line}: the key does not open this line", "It belongs to another key, or the file was changed.");
        }
        return values;
    }

    private static string? Open(AesGcm cipher, string pseudonym, string text)
    {
        if (text.Length > MostValue * 4)
            return null;
        byte[] box = new byte[text.Length * 3 / 4 + 3];
        if (!Convert.TryFromBase64String(text, box, out int size) || size < NonceSize + TagSize)
            return null;
        byte[] plain = new byte[size - NonceSize - TagSize];
        try
        {
            cipher.Decrypt(box.AsSpan(..NonceSize), box.AsSpan(NonceSize, plain.Length), box.AsSpan(size - TagSize, TagSize), plain, Encoding.UTF8.GetBytes(pseudonym));
        }
        catch (CryptographicException)
        {
            return null;
        }
        return Encoding.UTF8.GetString(plain);
    }
}

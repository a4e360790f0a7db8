using Hone.Core.Security;

namespace Hone.Corpus.Scrubbing.Secrets;

/// <summary>The checks that makers put into their tokens: what fails one was made up, cut or mistyped, and opens nothing.</summary>
internal static class Checksums
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>GitHub (2021) and npm: after the prefix 30 characters, then their CRC-32 in six base-62 digits.</summary>
    public static bool Crc62(ReadOnlySpan<char> token)
    {
        Span<char> digits = stackalloc char[6];
        Crc62(token[^36..^6], digits);
        return token[^6..].SequenceEqual(digits);
    }

    internal static void Crc62(ReadOnlySpan<char> body, Span<char> digits)
    {
        uint crc = Crc32(body);
        for (int i = digits.Length - 1; i >= 0; i--, crc /= 62)
            digits[i] = Base62[(int)(crc % 62)];
    }

    private static uint Crc32(ReadOnlySpan<char> text)
    {
        uint crc = uint.MaxValue;
        foreach (char c in text)
        {
            crc ^= c;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0u - (crc & 1)));
        }
        return ~crc;
    }

    /// <summary>An AWS key's sixteen base-32 digits carry random bits: no words, not all one case of few letters.</summary>
    public static bool AwsKey(ReadOnlySpan<char> key) => MadeUp.Entropy(key[4..]) >= 2.5 && key[4..].ContainsAnyInRange('A', 'Z') && !key.EndsWith("EXAMPLE", StringComparison.Ordinal);

    /// <summary>BIP 173's code over prefix and data, in capitals as age writes it.</summary>
    public static bool AgeKey(ReadOnlySpan<char> key)
    {
        int split = key.LastIndexOf('1');
        return Wallets.Bech32Code(key[..split], key[(split + 1)..]) == 1;
    }
}

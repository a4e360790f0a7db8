using System.Numerics;
using System.Security.Cryptography;

namespace Hone.Corpus.Scrubbing.Secrets;

/// <summary>The checks that makers put into their tokens: what fails one was made up, cut or mistyped, and opens nothing.</summary>
internal static class Checksums
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

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

    /// <summary>Base 58 with four bytes of a double SHA-256 behind (Bitcoin's keys and addresses).</summary>
    public static bool Base58Check(ReadOnlySpan<char> text)
    {
        if (Decode58(text) is not { Length: > 4 } bytes)
            return false;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes.AsSpan(..^4), hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes.AsSpan(^4..));
    }

    private static byte[]? Decode58(ReadOnlySpan<char> text)
    {
        BigInteger number = 0;
        foreach (char c in text)
        {
            int digit = Base58.IndexOf(c);
            if (digit < 0)
                return null;
            number = number * 58 + digit;
        }
        int zeros = text.IndexOfAnyExcept('1');
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return zeros > 0 ? [.. new byte[zeros], .. bytes] : bytes;
    }

    /// <summary>BIP 173's code over prefix and data, in capitals as age writes it.</summary>
    public static bool AgeKey(ReadOnlySpan<char> key)
    {
        int split = key.LastIndexOf('1');
        return Bech32Code(key[..split], key[(split + 1)..]) == 1;
    }

    internal static uint Bech32Code(ReadOnlySpan<char> prefix, ReadOnlySpan<char> data)
    {
        uint code = 1;
        foreach (char c in prefix)
            code = Bech32Step(code, (uint)char.ToLowerInvariant(c) >> 5);
        code = Bech32Step(code, 0);
        foreach (char c in prefix)
            code = Bech32Step(code, (uint)char.ToLowerInvariant(c) & 31);
        foreach (char c in data)
        {
            int digit = Bech32.IndexOf(char.ToLowerInvariant(c));
            if (digit < 0)
                return 0;
            code = Bech32Step(code, (uint)digit);
        }
        return code;
    }

    internal static char Bech32Digit(uint value) => Bech32[(int)value];

    internal static uint Bech32Step(uint code, uint value)
    {
        uint top = code >> 25;
        code = ((code & 0x1ffffff) << 5) ^ value;
        ReadOnlySpan<uint> generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        for (int i = 0; i < 5; i++)
            code ^= ((top >> i) & 1) == 0 ? 0 : generator[i];
        return code;
    }
}

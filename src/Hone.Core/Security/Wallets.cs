using System.Numerics;
using System.Security.Cryptography;

namespace Hone.Core.Security;

/// <summary>The checks inside addresses and keys of cryptocurrencies: base 58 with a double SHA-256 behind it, and BIP 173's bech32 code.</summary>
public static class Wallets
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    /// <summary>A Bitcoin address: "1..." and "3..." by base 58, "bc1..." by bech32 or bech32m (BIP 350).</summary>
    public static bool IsBitcoin(ReadOnlySpan<char> text)
    {
        if (text.Length is < 26 or > 74)
            return false;
        if (text[0] is '1' or '3')
            return text.Length <= 35 && IsBase58Check(text);
        return text.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) && Bech32Code("bc", text[3..]) is 1 or 0x2bc830a3;
    }

    /// <summary>Base 58 whose last four bytes are the head of the double SHA-256 of the others.</summary>
    public static bool IsBase58Check(ReadOnlySpan<char> text)
    {
        if (text.Length > 128 || Decode58(text) is not { Length: > 4 } bytes)
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
            int digit = Base58.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
                return null;
            number = number * 58 + digit;
        }
        int zeros = text.IndexOfAnyExcept('1');
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return zeros > 0 ? [.. new byte[zeros], .. bytes] : bytes;
    }

    /// <summary>The code over prefix and data: 1 for bech32, 0x2bc830a3 for bech32m, anything else is a mistake; 0 where a character is none of its digits.</summary>
    public static uint Bech32Code(ReadOnlySpan<char> prefix, ReadOnlySpan<char> data)
    {
        uint code = 1;
        foreach (char c in prefix)
            code = Bech32Step(code, (uint)char.ToLowerInvariant(c) >> 5);
        code = Bech32Step(code, 0);
        foreach (char c in prefix)
            code = Bech32Step(code, (uint)char.ToLowerInvariant(c) & 31);
        foreach (char c in data)
        {
            int digit = Bech32.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (digit < 0)
                return 0;
            code = Bech32Step(code, (uint)digit);
        }
        return code;
    }

    /// <summary>The six digits that make prefix and data a bech32 text.</summary>
    public static string Bech32Check(ReadOnlySpan<char> prefix, ReadOnlySpan<char> data)
    {
        uint code = Bech32Code(prefix, data);
        for (int i = 0; i < 6; i++)
            code = Bech32Step(code, 0);
        code ^= 1;
        return string.Concat(Enumerable.Range(0, 6).Select(i => Bech32[(int)(code >> (5 * (5 - i)) & 31)]));
    }

    private static uint Bech32Step(uint code, uint value)
    {
        uint top = code >> 25;
        code = ((code & 0x1ffffff) << 5) ^ value;
        ReadOnlySpan<uint> generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        for (int i = 0; i < 5; i++)
            code ^= ((top >> i) & 1) == 0 ? 0 : generator[i];
        return code;
    }
}

using System.Numerics;
using System.Security.Cryptography;
using Hone.Core.Security;
using Hone.Core.Statistics;
using Hone.Corpus.Scrubbing.Secrets;

namespace Hone.Corpus.Tests.Scrubbing;

/// <summary>
/// Secrets made while the test runs, of a rule's structure with chance in it and the right checksum: no file of the repository holds one,
/// so nobody's secret scanner needs to be told of exceptions.
/// </summary>
internal static class SecretSamples
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Make(SecretRule rule, Xoshiro256 chance)
    {
        while (true)
        {
            string text = string.Concat(rule.Pattern.Pieces.Select(p => p.Set is null ? p.Literal : Run(p.Set.Characters, chance.Next(p.Min, p.Max + 1), chance)));
            if (rule.Pattern.Pieces[^1].Set is not null && text[^1] is '.' or '-' or '_' or '~')
                continue;
            text = Checked(rule, text, chance);
            string body = text[rule.Pattern.Anchor.Length..];
            if (rule.Check is null ? !MadeUp.IsToken(body) : rule.Check(text) && !MadeUp.IsFiller(body))
                return text;
        }
    }

    public static string Run(string characters, int length, Xoshiro256 chance) =>
        string.Create(length, (characters, chance), static (span, state) =>
        {
            foreach (ref char c in span)
                c = state.characters[state.chance.Next(state.characters.Length)];
        });

    private static string Checked(SecretRule rule, string text, Xoshiro256 chance)
    {
        if (rule.Check is null)
            return text;
        if (rule.Name.StartsWith("github", StringComparison.Ordinal) || rule.Name == "npm-token")
        {
            Span<char> digits = stackalloc char[6];
            Checksums.Crc62(text.AsSpan()[^36..^6], digits);
            return string.Concat(text.AsSpan(..^6), digits);
        }
        return rule.Name switch
        {
            "age-key" => Age(text),
            "bitcoin-key" => Encode58([0x80, .. Bytes(chance, 32), .. text[0] == '5' ? Array.Empty<byte>() : [1]], text[..2]) ?? text,
            "bitcoin-extended-key" => Encode58([0x04, 0x88, 0xAD, 0xE4, 3, .. Bytes(chance, 40), 0, .. Bytes(chance, 32)], "xprv") ?? text,
            _ => text,
        };
    }

    private static byte[] Bytes(Xoshiro256 chance, int count)
    {
        byte[] bytes = new byte[count];
        chance.NextBytes(bytes);
        return bytes;
    }

    private static string Age(string text)
    {
        string data = text[16..^6].ToLowerInvariant();
        return text[..16] + (data + Wallets.Bech32Check("age-secret-key-", data)).ToUpperInvariant();
    }

    private static string? Encode58(byte[] payload, string prefix)
    {
        byte[] check = SHA256.HashData(SHA256.HashData(payload));
        var number = new BigInteger((byte[])[.. payload, .. check[..4]], isUnsigned: true, isBigEndian: true);
        string text = "";
        for (; number > 0; number /= 58)
            text = Base58[(int)(number % 58)] + text;
        return text.StartsWith(prefix, StringComparison.Ordinal) ? text : null;
    }
}

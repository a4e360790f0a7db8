using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.Secrets;

/// <summary>Secrets that take more than a line of data to tell: key blocks, JSON web tokens, credentials in addresses and headers.</summary>
internal static class SecretForms
{
    private const int TokenMost = 8192, BlockMost = 1 << 16;

    private static readonly CharacterSet _url = new(CharacterSet.DigitText + CharacterSet.UpperText + CharacterSet.LowerText + "-._~%!$&'*+,;=:#^?", otherLetters: true);

    /// <summary>"-----BEGIN ... PRIVATE KEY-----" with what follows up to its end, or up to where the base-64 lines stop.</summary>
    public static void PrivateKey(Scan scan, int start, int end)
    {
        ReadOnlySpan<char> head = scan.After(end, 48);
        int label = head.IndexOf("-----");
        if (label < 0 || !(head[..label].EndsWith("PRIVATE KEY") || head[..label].SequenceEqual("PGP PRIVATE KEY BLOCK")))
            return;
        int body = end + label + 5;
        ReadOnlySpan<char> rest = scan.Slice(body, Math.Min(scan.Text.Length, body + BlockMost));
        int close = rest.IndexOf("-----");
        scan.Steps += close < 0 ? rest.Length : close;
        if (close < 0 || Letters(rest[..close]) < 40 || rest[..close].Contains("...", StringComparison.Ordinal))
            return;
        int last = body + close;
        if (scan.After(last, 48).StartsWith("-----END "))
            last += Math.Max(0, scan.After(last, 64)[9..].IndexOf("-----") + 14);
        scan.Add(start, last, ScrubKind.Secret, "private-key");
    }

    private static int Letters(ReadOnlySpan<char> text)
    {
        int letters = 0;
        foreach (char c in text)
            letters += char.IsAsciiLetterOrDigit(c) ? 1 : 0;
        return letters;
    }

    /// <summary>RFC 7519: three base-64 parts, the first a JSON object that names its algorithm. The token of every tutorial stays.</summary>
    public static void WebToken(Scan scan, int start)
    {
        if (!scan.StartsWord(start))
            return;
        int first = scan.RunEnd(start, CharacterSet.Base64Url, TokenMost);
        if (first - start < 16 || scan.At(first) != '.')
            return;
        int second = scan.RunEnd(first + 1, CharacterSet.Base64Url, TokenMost);
        if (second - first < 12 || scan.At(second) != '.')
            return;
        int third = scan.RunEnd(second + 1, CharacterSet.Base64Url, TokenMost);
        if (third - second < 20 || !NamesAlgorithm(scan.Slice(start, first)) || IsTutorial(scan.Slice(first + 1, second)))
            return;
        scan.Add(start, third, ScrubKind.Secret, "json-web-token");
    }

    private static bool NamesAlgorithm(ReadOnlySpan<char> part)
    {
        if (Decode(part) is not { } json)
            return false;
        try
        {
            using JsonDocument header = JsonDocument.Parse(json);
            return header.RootElement.ValueKind == JsonValueKind.Object && header.RootElement.TryGetProperty("alg", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsTutorial(ReadOnlySpan<char> part) =>
        Decode(part) is { } json && Encoding.UTF8.GetString(json) is var text
        && (text.Contains("1234567890", StringComparison.Ordinal) || text.Contains("John Doe", StringComparison.Ordinal) || text.Contains("example", StringComparison.OrdinalIgnoreCase));

    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        try
        {
            return Base64Url.TryDecodeFromChars(text, bytes, out int written) ? bytes[..written] : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>"Bearer ..." of a request; one of a known kind or with too little chance in it is not taken here.</summary>
    public static void Bearer(Scan scan, int end)
    {
        int last = scan.RunEnd(end, CharacterSet.Bearer, TokenMost);
        while (last > end && scan.At(last - 1) is '.' or ':')
            last--;
        ReadOnlySpan<char> value = scan.Slice(end, last);
        if (value.Length >= 20 && value.ContainsAnyInRange('0', '9') && !MadeUp.IsToken(value) && !value.Contains("...", StringComparison.Ordinal) && !value.StartsWith("eyJ", StringComparison.Ordinal))
            scan.Add(end, last, ScrubKind.Secret, "bearer-token");
    }

    /// <summary>"Basic ..." of a request, where it decodes to user:password.</summary>
    public static void Basic(Scan scan, int end)
    {
        int last = scan.RunEnd(end, CharacterSet.Base64, 400);
        if (last - end < 8)
            return;
        byte[] bytes = new byte[(last - end) / 4 * 3 + 4];
        int padded = last + (scan.At(last) == '=' ? 1 : 0) + (scan.At(last) == '=' && scan.At(last + 1) == '=' ? 1 : 0);
        if (!Convert.TryFromBase64Chars(scan.Slice(end, padded), bytes, out int written))
            return;
        ReadOnlySpan<byte> plain = bytes.AsSpan(..written);
        int colon = plain.IndexOf((byte)':');
        if (colon > 0 && written - colon > 4 && !plain.ContainsAnyExceptInRange((byte)' ', (byte)'~') && IsPassword(Encoding.ASCII.GetString(plain[(colon + 1)..])))
            scan.Add(end, padded, ScrubKind.Secret, "basic-credentials");
    }

    /// <summary>scheme://user:password@host: the password.</summary>
    public static void AddressPassword(Scan scan, int end)
    {
        int at = scan.RunEnd(end, _url, 160);
        if (scan.At(at) != '@' || !char.IsAsciiLetterOrDigit(scan.At(at + 1)))
            return;
        int colon = scan.Slice(end, at).IndexOf(':');
        if (colon >= 0 && IsPassword(scan.Slice(end + colon + 1, at)))
            scan.Add(end + colon + 1, at, ScrubKind.Secret, "address-password");
    }

    /// <summary>"curl -u user:password": the password.</summary>
    public static void CommandPassword(Scan scan, int end)
    {
        ReadOnlySpan<char> rest = scan.After(end, 128);
        int first = rest.IndexOfAnyExcept(" '\"");
        if (first < 0)
            return;
        int last = rest[first..].IndexOfAny(" '\"\t");
        ReadOnlySpan<char> pair = last < 0 ? rest[first..] : rest.Slice(first, last);
        int colon = pair.IndexOf(':');
        if (colon > 0 && IsPassword(pair[(colon + 1)..]))
            scan.Add(end + first + colon + 1, end + first + pair.Length, ScrubKind.Secret, "command-password");
    }

    /// <summary>"sshpass -p secret".</summary>
    public static void WordPassword(Scan scan, int end)
    {
        ReadOnlySpan<char> rest = scan.After(end, 128);
        int first = rest.IndexOfAnyExcept(" '\"");
        if (first < 0)
            return;
        int last = rest[first..].IndexOfAny(" '\"\t");
        ReadOnlySpan<char> word = last < 0 ? rest[first..] : rest.Slice(first, last);
        if (IsPassword(word))
            scan.Add(end + first, end + first + word.Length, ScrubKind.Secret, "command-password");
    }

    /// <summary>A line of a Windows password dump, "...:LM hash:NT hash:::"; the hashes of the empty password stay.</summary>
    public static void DumpedHash(Scan scan, int anchor)
    {
        int start = scan.RunStart(anchor, CharacterSet.Hex, 33);
        if (anchor - start == 32 && scan.At(start - 1) == ':' && !scan.Slice(start, anchor).StartsWith("31d6cfe0", StringComparison.OrdinalIgnoreCase) && !MadeUp.IsFiller(scan.Slice(start, anchor)))
            scan.Add(start, anchor, ScrubKind.Secret, "windows-hash");
    }

    private static bool IsPassword(ReadOnlySpan<char> value)
    {
        if (value.Length is < 6 or > 128 || value[0] is '<' or '$' or '%' or '{' or '[' or '*' || MadeUp.IsFiller(value))
            return false;
        return value.ContainsAnyInRange('0', '9') && (value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z')) && !AssignedSecret.IsKnown(value);
    }
}

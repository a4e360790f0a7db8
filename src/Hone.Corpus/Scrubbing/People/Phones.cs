namespace Hone.Corpus.Scrubbing.People;

/// <summary>
/// Telephone numbers: E.164 with '+' and a country code that exists, the North American plan in its usual dress, others where a word says
/// so. Numbers set aside for fiction and documentation (555-01xx, Ofcom's drama numbers) stay.
/// </summary>
internal static class Phones
{
    /// <summary>Country codes of two digits (ITU E.164); 1 and 7 have one, all others three.</summary>
    private static readonly HashSet<int> _twoDigits =
    [
        20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
    ];

    public static bool IsPhone(ReadOnlySpan<char> text, ReadOnlySpan<char> digits, int groups)
    {
        if (IsFiction(digits))
            return false;
        if (text[0] == '+' || text.StartsWith("(+"))
            return digits.Length is >= 9 and <= 15 && IsCountry(digits) && !IsDull(digits);
        if (text.StartsWith("00") && groups >= 3)
            return digits.Length is >= 11 and <= 17 && IsCountry(digits[2..]) && digits[2] != '0' && !text.Contains('.') && HasLongGroup(text);
        return IsNorthAmerican(text, digits) || IsGerman(text);
    }

    /// <summary>Could be one, where a word before it says so.</summary>
    public static bool MayBe(ReadOnlySpan<char> text, ReadOnlySpan<char> digits, int groups) =>
        digits.Length is >= 7 and <= 13 && groups <= 6 && !IsFiction(digits) && !IsDull(digits) && !IsDate(text) && IsDotted(text, digits) && (digits[0] == '0' || groups > 1 || digits.Length >= 9) && !IsVersion(text);

    /// <summary>With dots alone between its groups: 3-3-4 or a leading zero, else it is a version or an address.</summary>
    private static bool IsDotted(ReadOnlySpan<char> text, ReadOnlySpan<char> digits) =>
        !text.Contains('.') || text.ContainsAny(' ', '-', '/') || (text.Length == 12 && text[3] == '.' && text[7] == '.') || (digits[0] == '0' && digits.Length >= 9);

    private static bool IsCountry(ReadOnlySpan<char> digits) =>
        digits[0] is '1' or '7' || _twoDigits.Contains((digits[0] - '0') * 10 + digits[1] - '0') || (digits[0] is '2' or '3' or '4' or '5' or '6' or '8' or '9' && digits.Length >= 10);

    private static bool IsNorthAmerican(ReadOnlySpan<char> text, ReadOnlySpan<char> digits)
    {
        if (digits.Length == 11 && digits[0] == '1')
        {
            digits = digits[1..];
            text = text[(text.IndexOf('1') + 2)..];
        }
        if (digits.Length != 10 || digits[0] < '2' || digits[3] < '2' || (digits[1] == '1' && digits[2] == '1') || IsDull(digits))
            return false;
        return text.Length is 12 && text[3] == '-' && text[7] == '-' || text.Length is 13 or 14 && text[0] == '(' && text[4] == ')' && text[^5] is '-' or ' ' or '.';
    }

    /// <summary>DIN 5008 of old: "030/1234567".</summary>
    private static bool IsGerman(ReadOnlySpan<char> text) =>
        text[0] == '0' && text.IndexOf('/') is var slash && slash is >= 3 and <= 5 && text.Length - slash is >= 6 and <= 10 && !text[(slash + 1)..].ContainsAny('/', '.') && text[1] != '0';

    private static bool IsFiction(ReadOnlySpan<char> digits)
    {
        ReadOnlySpan<char> last = digits.Length >= 7 ? digits[^7..] : digits;
        if (last.StartsWith("55501") || last.StartsWith("5551212") || last.StartsWith("5555555") || last.StartsWith("5551234"))
            return true;
        return digits.EndsWith("1234567") || digits.EndsWith("12345678") || digits.EndsWith("123456789") || digits.EndsWith("1234567890")
            || (digits.Length >= 10 && (digits[^8..].StartsWith("79460") || digits[^9..].StartsWith("700900") || digits[^9..].StartsWith("632960")));
    }

    /// <summary>Few different digits: a made-up number, a counter.</summary>
    private static bool IsDull(ReadOnlySpan<char> digits)
    {
        int seen = 0;
        foreach (char c in digits)
            seen |= 1 << (c - '0');
        return int.PopCount(seen) < 4;
    }

    private static bool HasLongGroup(ReadOnlySpan<char> text)
    {
        int run = 0;
        foreach (char c in text)
        {
            run = char.IsAsciiDigit(c) ? run + 1 : 0;
            if (run >= 3)
                return true;
        }
        return false;
    }

    private static bool IsDate(ReadOnlySpan<char> text) =>
        (text.Length >= 10 && text[..2] is "19" or "20" && text[4] is '-' or '/' or '.') || (text.Length == 10 && text[2] is '.' or '/' or '-' && text[5] == text[2] && text[6..8] is "19" or "20")
        || (text.Length == 8 && text[..2] is "19" or "20");

    private static bool IsVersion(ReadOnlySpan<char> text)
    {
        int dots = 0;
        foreach (char c in text)
            dots += c == '.' ? 1 : 0;
        return dots == 3 && text.IndexOfAny(" -/(") < 0 && text.IndexOf('.') <= 3 && !(text.Length >= 11 && text[0] == '0');
    }
}

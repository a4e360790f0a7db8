namespace Hone.Corpus.Scrubbing.People;

/// <summary>Payment cards (ISO/IEC 7812: issuer's prefix, length, Luhn's digit) and bank accounts (ISO 13616 IBAN: length of the country, modulo 97).</summary>
internal static class Cards
{
    /// <summary>The numbers payment providers print for tests.</summary>
    private static readonly HashSet<string> _tests =
    [
        "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "5555555555554444", "5105105105105100", "5200828282828210", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424", "30569309025904", "38520000023237",
        "3530111333300000", "3566002020360505", "4222222222222", "2223003122003222", "4000000000000002", "4007000000027", "4263982640269299", "5425233430109903", "374245455400126", "4917484589897107", "4001919257537193", "2222420000001113",
    ];

    private static readonly HashSet<string> _sampleAccounts =
    [
        "GB82WEST12345698765432", "GB29NWBK60161331926819", "GB33BUKB20201555555555", "DE89370400440532013000", "DE91100000000123456789", "FR1420041010050500013M02606", "CH9300762011623852957", "NL91ABNA0417164300", "ES9121000418450200051332", "IT60X0542811101000000123456", "BE68539007547034", "AT611904300234573201", "PL61109010140000071219812874",
    ];

    /// <summary>Lengths in the IBAN registry.</summary>
    private static readonly Dictionary<string, int> _lengths = new()
    {
        ["AD"] = 24,
        ["AE"] = 23,
        ["AT"] = 20,
        ["BE"] = 16,
        ["BG"] = 22,
        ["BR"] = 29,
        ["CH"] = 21,
        ["CY"] = 28,
        ["CZ"] = 24,
        ["DE"] = 22,
        ["DK"] = 18,
        ["EE"] = 20,
        ["ES"] = 24,
        ["FI"] = 18,
        ["FR"] = 27,
        ["GB"] = 22,
        ["GR"] = 27,
        ["HR"] = 21,
        ["HU"] = 28,
        ["IE"] = 22,
        ["IL"] = 23,
        ["IS"] = 26,
        ["IT"] = 27,
        ["KZ"] = 20,
        ["LI"] = 21,
        ["LT"] = 20,
        ["LU"] = 20,
        ["LV"] = 21,
        ["MC"] = 27,
        ["MT"] = 31,
        ["NL"] = 18,
        ["NO"] = 15,
        ["PK"] = 24,
        ["PL"] = 28,
        ["PT"] = 25,
        ["QA"] = 29,
        ["RO"] = 24,
        ["RS"] = 22,
        ["SA"] = 24,
        ["SE"] = 24,
        ["SI"] = 19,
        ["SK"] = 24,
        ["TR"] = 26,
        ["UA"] = 29,
    };

    public static bool IsCard(ReadOnlySpan<char> digits)
    {
        int two = (digits[0] - '0') * 10 + digits[1] - '0', four = two * 100 + (digits[2] - '0') * 10 + digits[3] - '0';
        bool issued = digits.Length switch
        {
            13 => digits[0] == '4',
            14 => two is 36 or 38 or 39 || four / 10 is >= 300 and <= 305,
            15 => two is 34 or 37,
            16 => digits[0] == '4' || two is >= 51 and <= 55 or 65 or 62 || four is (>= 2221 and <= 2720) or 6011 || four is >= 3528 and <= 3589,
            19 => digits[0] == '4' || two == 62,
            _ => false,
        };
        return issued && Luhn(digits);
    }

    public static bool IsTest(ReadOnlySpan<char> digits)
    {
        int seen = 0;
        foreach (char c in digits)
            seen |= 1 << (c - '0');
        return int.PopCount(seen) < 4 || _tests.GetAlternateLookup<ReadOnlySpan<char>>().Contains(digits);
    }

    /// <summary>4-4-4-4, or 4-6-5 for American Express, with one separator throughout.</summary>
    public static bool IsGrouped(ReadOnlySpan<char> text)
    {
        if (text.Length == 19 && text[4] is ' ' or '-')
            return text[9] == text[4] && text[14] == text[4];
        return text.Length == 17 && text[4] is ' ' or '-' && text[11] == text[4];
    }

    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            digit <<= i & 1;
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    /// <summary>At two capitals and two digits: an account number, in groups of four or in one piece.</summary>
    public static void Account(Scanning.Scan scan, int start)
    {
        if (!scan.StartsWord(start) || !_lengths.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(scan.Slice(start, start + 2), out int length))
            return;
        Span<char> account = stackalloc char[length];
        int count = 0, at = start;
        while (count < length)
        {
            char c = scan.At(at);
            if (c is ' ' && count > 0 && count % 4 == 0 && char.IsAsciiLetterOrDigit(scan.At(at + 1)) && scan.At(at - 1) != ' ')
                at++;
            else if (char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))
                (account[count++], at) = (c, at + 1);
            else
                return;
        }
        scan.Steps += at - start;
        if (scan.EndsWord(at) && IsAccount(account) && !_sampleAccounts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(account))
            scan.Add(start, at, ScrubKind.Iban, "iban");
    }

    public static bool IsAccount(ReadOnlySpan<char> account)
    {
        int rest = 0;
        for (int i = 0; i < account.Length; i++)
        {
            char c = account[(i + 4) % account.Length];
            rest = char.IsAsciiDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
        }
        return rest == 1;
    }
}

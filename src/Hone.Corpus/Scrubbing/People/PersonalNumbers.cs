using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.People;

/// <summary>Numbers that states give to people, by the check their issuers publish; those whose check is weak need a word before them.</summary>
internal static class PersonalNumbers
{
    private static readonly string[] _social = ["ssn", "social security", "social-security", "social_security"];
    private static readonly string[] _tax = ["steuer", "idnr", "tax id", "tax-id", "tin", "tax number"];
    private static readonly string[] _national = ["national id", "national insurance", "identity", "id number", "id no", "id:", "id card", "pesel", "bsn", "burgerservice", "sofi", "aadhaar", "aadhar", "uidai", "nhs", "insee", "nir", "sécurité sociale", "personnummer", "henkilötunnus", "cpf", "身份证", "dni", "nie", "nif", "passport", "reisepass", "passeport", "pasaporte", "licence", "license", "mrn", "medical record", "patient", "member id", "employee", "personal", "personalausweis", "versicherung"];
    private static readonly HashSet<string> _printed = ["078051120", "219099999", "123456789", "987654321", "111223333"];

    /// <summary>The rule that knows this number, or null.</summary>
    public static string? Rule(Scan scan, int start, ReadOnlySpan<char> text, ReadOnlySpan<char> digits)
    {
        if (digits.Length == 9 && text.Length == 11 && text[3] is '-' or ' ' && text[6] == text[3] && IsSocial(digits))
            return text[3] == '-' || Numbers.Says(scan, start, _social) ? "us-ssn" : null;
        if (digits.Length == 9 && text.Length == 9 && IsSocial(digits) && Numbers.Says(scan, start, _social, 24))
            return "us-ssn";
        if (digits.Length == 11 && text.Length == 14 && text[3] == '.' && text[7] == '.' && text[11] == '-' && IsBrazilian(digits))
            return "br-cpf";
        if (digits.Length == 18 && text.Length == 18 && IsChinese(digits, digits[17] - '0'))
            return "cn-id";
        if (digits.Length == 15 && IsFrench(digits) && (text.Length > 15 || Numbers.Says(scan, start, _national)))
            return "fr-nir";
        if (digits.Length == 11 && IsGermanTax(digits) && Numbers.Says(scan, start, _tax))
            return "de-tax-id";
        if (!Numbers.Says(scan, start, _national))
            return null;
        return digits.Length switch
        {
            9 when IsDutch(digits) => "nl-bsn",
            10 when IsHealthService(digits) => "uk-nhs",
            10 or 12 when Cards.Luhn(digits[^10..]) && IsMonthDay(digits[^8..^4]) => "se-personnummer",
            11 when IsPolish(digits) => "pl-pesel",
            11 when IsBrazilian(digits) => "br-cpf",
            12 when IsIndian(digits) => "in-aadhaar",
            _ => null,
        };
    }

    /// <summary>Digits that run into a letter: a Spanish DNI, a Chinese number with X, a Finnish one.</summary>
    public static void WithLetter(Scan scan, int start, int end, ReadOnlySpan<char> digits)
    {
        if (!scan.EndsWord(end + 1) || !char.IsAsciiLetter(scan.At(end)))
            return;
        char letter = char.ToUpperInvariant(scan.At(end));
        if (digits.Length == 8 && end - start == 8 && "TRWAGMYFPDXBNJZSQVHLCKE"[int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) % 23] == letter && Numbers.Says(scan, start, _national))
            scan.Add(start, end + 1, ScrubKind.Id, "es-dni");
        else if (digits.Length == 17 && letter == 'X' && IsChinese(digits, 10))
            scan.Add(start, end + 1, ScrubKind.Id, "cn-id");
    }

    /// <summary>At a capital: numbers that begin with letters (UK national insurance, Italian codice fiscale, Spanish NIE, passports).</summary>
    public static void Lettered(Scan scan, int start)
    {
        if (!scan.StartsWord(start) || scan.At(start - 1) is '-' or '/' or '\\' or '.')
            return;
        int end = start;
        Span<char> plain = stackalloc char[17];
        int count = 0;
        while (count < 17 && (char.IsAsciiLetterUpper(scan.At(end)) || char.IsAsciiDigit(scan.At(end)) || (scan.At(end) == ' ' && end > start && scan.At(end - 1) != ' ')))
        {
            if (scan.At(end) != ' ')
                plain[count++] = scan.At(end);
            end++;
            if (count >= 9 && scan.EndsWord(end) && Kind(scan, start, plain[..count], end - start == count) is { } rule)
            {
                scan.Add(start, end, ScrubKind.Id, rule);
                return;
            }
        }
        scan.Steps += end - start;
    }

    private static string? Kind(Scan scan, int start, ReadOnlySpan<char> text, bool solid)
    {
        if (text.Length == 16 && solid && IsItalian(text))
            return "it-codice-fiscale";
        if (text.Length == 9 && char.IsAsciiLetter(text[1]) && IsInsurance(text) && (!solid || Numbers.Says(scan, start, ["insurance", "nino", "ni number", "ni no", "ni:"])))
            return "uk-nino";
        if (text.Length == 9 && solid && text[0] is 'X' or 'Y' or 'Z' && !text[1..8].ContainsAnyExceptInRange('0', '9')
            && "TRWAGMYFPDXBNJZSQVHLCKE"[int.Parse($"{text[0] - 'X'}{text[1..8]}", System.Globalization.CultureInfo.InvariantCulture) % 23] == text[8] && Numbers.Says(scan, start, _national))
            return "es-nie";
        if (text.Length is 9 && solid && text[1..].ContainsAnyInRange('0', '9') && char.IsAsciiDigit(text[8]) && Numbers.Says(scan, start, ["passport", "reisepass", "passeport", "pasaporte", "passaporto", "ausweis", "perso"]))
            return "passport";
        return text.Length == 10 && solid && text[9] is >= 'A' and <= 'Z' && !text[..5].ContainsAnyExceptInRange('A', 'Z') && !text[5..9].ContainsAnyExceptInRange('0', '9') && Numbers.Says(scan, start, ["pan", "permanent account", "income tax"]) ? "in-pan" : null;
    }

    private static bool IsSocial(ReadOnlySpan<char> d) =>
        d[..3] is not ("000" or "666") && d[0] != '9' && d[3..5] is not "00" && d[5..] is not "0000" && !_printed.GetAlternateLookup<ReadOnlySpan<char>>().Contains(d) && d[..3].ContainsAnyExcept(d[0]) | d[5..].ContainsAnyExcept(d[0]);

    private static int Weighted(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights)
    {
        int sum = 0;
        for (int i = 0; i < weights.Length; i++)
            sum += (digits[i] - '0') * weights[i];
        return sum;
    }

    private static bool IsBrazilian(ReadOnlySpan<char> d)
    {
        int first = Weighted(d, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10, second = Weighted(d, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10;
        return d.ContainsAnyExcept(d[0]) && d[9] - '0' == first && d[10] - '0' == second;
    }

    private static bool IsChinese(ReadOnlySpan<char> d, int check) =>
        d[6..8] is "19" or "20" && IsMonthDay(d[10..14]) && (12 - Weighted(d, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) % 11 == check;

    private static bool IsMonthDay(ReadOnlySpan<char> d)
    {
        int month = (d[0] - '0') * 10 + d[1] - '0', day = (d[2] - '0') * 10 + d[3] - '0';
        return month is >= 1 and <= 12 && day is >= 1 and <= 31;
    }

    private static bool IsFrench(ReadOnlySpan<char> d) =>
        d[0] is '1' or '2' && (d[3] - '0') * 10 + d[4] - '0' is >= 1 and <= 12 && 97 - long.Parse(d[..13], System.Globalization.CultureInfo.InvariantCulture) % 97 == (d[13] - '0') * 10 + d[14] - '0';

    /// <summary>ISO/IEC 7064 MOD 11,10; one digit among the first ten stands twice or three times.</summary>
    private static bool IsGermanTax(ReadOnlySpan<char> d)
    {
        int product = 10;
        for (int i = 0; i < 10; i++)
        {
            int sum = (d[i] - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return d[0] != '0' && (11 - product) % 10 == d[10] - '0';
    }

    private static bool IsDutch(ReadOnlySpan<char> d) => (Weighted(d, [9, 8, 7, 6, 5, 4, 3, 2]) - (d[8] - '0')) % 11 == 0 && d.ContainsAnyExcept(d[0]);

    private static bool IsHealthService(ReadOnlySpan<char> d) => (11 - Weighted(d, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 == d[9] - '0' && d.ContainsAnyExcept(d[0]);

    private static bool IsPolish(ReadOnlySpan<char> d) =>
        (10 - Weighted(d, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10 == d[10] - '0' && ((d[2] - '0') % 2 * 10 + d[3] - '0') is >= 1 and <= 12;

    /// <summary>Verhoeff's check over the dihedral group of ten.</summary>
    private static bool IsIndian(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<byte> permuted = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        int check = 0;
        for (int i = 0; i < 12; i++)
        {
            int digit = d[^(i + 1)] - '0';
            for (int p = 0; p < i % 8; p++)
                digit = permuted[digit];
            check = Dihedral(check, digit);
        }
        return d[0] is not ('0' or '1') && check == 0;
    }

    internal static int Dihedral(int a, int b) => (a < 5, b < 5) switch
    {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b - 5) % 5,
        (false, true) => 5 + (a - 5 - b + 5) % 5,
        _ => (a - b + 5) % 5,
    };

    private static bool IsInsurance(ReadOnlySpan<char> t) =>
        !"DFIQUV".Contains(t[0], StringComparison.Ordinal) && !"DFIOQUV".Contains(t[1], StringComparison.Ordinal) && t[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ")
        && !t[2..8].ContainsAnyExceptInRange('0', '9') && t[8] is >= 'A' and <= 'D' && t[2..8] is not "123456";

    private static bool IsItalian(ReadOnlySpan<char> t)
    {
        if (t[..6].ContainsAnyExceptInRange('A', 'Z') || !"ABCDEHLMPRST".Contains(t[8], StringComparison.Ordinal) || !char.IsAsciiLetter(t[11]) || !char.IsAsciiDigit(t[6]) || !char.IsAsciiDigit(t[9]))
            return false;
        ReadOnlySpan<byte> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        int sum = 0;
        for (int i = 0; i < 15; i++)
        {
            int value = char.IsAsciiDigit(t[i]) ? t[i] - '0' : t[i] - 'A';
            sum += i % 2 == 0 ? odd[value] : value;
        }
        return sum % 26 == t[15] - 'A';
    }
}

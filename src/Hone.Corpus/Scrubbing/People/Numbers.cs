using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.People;

/// <summary>
/// Phones, cards and personal numbers: a run of digits with its separators, told by its structure, its check digits and the words before
/// it. Most numbers of security text are none of these, so what has no check digit needs a word.
/// </summary>
internal static class Numbers
{
    private const int Most = 32, ContextMost = 40;

    private static readonly string[] _phoneWords = ["phone", "tel", "mobile", "cell", "call", "fax", "whatsapp", "sms", "handy", "móvil", "teléfono", "telefon", "mobil", "portable", "numéro", "hotline", "reach", "dial", "电话", "手机", "тел", "telefone", "celular", "pager", "rufnummer", "durchwahl", "tél", "unter", "erreich", "joign", "appel", "número", "llám", "llama", "chiam", "anruf", "звон", "номер", "dzwon"];
    private static readonly string[] _cardWords = ["card", "visa", "mastercard", "amex", "credit", "debit", "pan", "cc", "carte", "karte", "tarjeta", "payment"];

    public static void Look(Scan scan, int start)
    {
        char left = scan.At(start - 1);
        if (start < scan.NumberEnd || char.IsLetterOrDigit(left) || left is '_' or '.' or ',' or '$' or '#' or '€' or '£' || (left is '-' or '/' or ':' or '=' && char.IsDigit(scan.At(start - 2))) || (left == '-' && char.IsLetter(scan.At(start - 2))))
            return;
        int from = left == '+' || left == '(' ? start - 1 : start;
        if (left == '(' && scan.At(start - 2) == '+')
            from = start - 2;
        if (from < start && scan.At(from - 1) == '+')
            return;
        Span<char> digits = stackalloc char[Most];
        int end = Read(scan, from, digits, out int count, out int groups);
        if (count < 7)
            return;
        scan.NumberEnd = end;
        if (!scan.EndsWord(end) || (scan.At(end) is '.' or '-' or ':' or '/' or ',' && char.IsAsciiLetterOrDigit(scan.At(end + 1))) || scan.At(end) == '%')
        {
            PersonalNumbers.WithLetter(scan, from, end, digits[..count]);
            return;
        }
        ReadOnlySpan<char> text = scan.Slice(from, end);
        if (IsAddress(text) || (left == ' ' && char.IsDigit(scan.At(start - 2)) && char.IsDigit(scan.At(start - 3)) && char.IsAsciiLetterUpper(scan.At(start - 4))))
            return;
        digits = digits[..count];
        if (count is >= 13 and <= 19 && Cards.IsCard(digits) && !Cards.IsTest(digits) && (Cards.IsGrouped(text) || Says(scan, from, _cardWords)))
            scan.Add(from, end, ScrubKind.Card, "card");
        else if (PersonalNumbers.Rule(scan, from, text, digits) is { } rule)
            scan.Add(from, end, ScrubKind.Id, rule);
        else if (Phones.IsPhone(text, digits, groups) || (Phones.MayBe(text, digits, groups) && Says(scan, from, _phoneWords)))
            scan.Add(from, end, ScrubKind.Phone, "phone");
    }

    /// <summary>Four groups of up to three digits with dots: an address, a version.</summary>
    private static bool IsAddress(ReadOnlySpan<char> text) => text.Count('.') == 3 && !text.ContainsAny(' ', '-', '/') && text.Length <= 15 && !text.Contains('+') && text[0] != '0';

    /// <summary>Digits with single separators between them: spaces, dots, dashes, slashes, brackets.</summary>
    private static int Read(Scan scan, int start, Span<char> digits, out int count, out int groups)
    {
        (count, groups) = (0, 1);
        int at = start, end = start;
        while (count < digits.Length)
        {
            char c = scan.At(at);
            if (char.IsAsciiDigit(c))
            {
                digits[count++] = c;
                end = ++at;
                continue;
            }
            bool separator = c is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0' || (c == '+' && at == start);
            if (!separator)
                break;
            int next = at + 1;
            if (c is ')' or '(' or ' ' && scan.At(next) is ' ' or '(' or '-')
                next++;
            if (scan.At(next) == '(' && c == ' ')
                next++;
            if (!char.IsAsciiDigit(scan.At(next)) && !(at == start && scan.At(next) == '('))
                break;
            groups += at == start ? 0 : 1;
            at = next;
        }
        scan.Steps += end - start + 2;
        return end;
    }

    internal static bool Says(Scan scan, int start, ReadOnlySpan<string> words, int most = ContextMost)
    {
        ReadOnlySpan<char> before = scan.Before(start, most);
        foreach (string word in words)
            for (int from = 0; from < before.Length;)
            {
                int at = before[from..].IndexOf(word, StringComparison.OrdinalIgnoreCase);
                if (at < 0)
                    break;
                at += from;
                bool begins = at == 0 || !char.IsLetter(before[at - 1]) || word.Length > 4;
                if (begins && (word.Length > 4 || at + word.Length >= before.Length || !char.IsLetter(before[at + word.Length])))
                    return true;
                from = at + 1;
            }
        return false;
    }
}

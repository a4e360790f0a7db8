using Hone.Corpus.Scrubbing.Scanning;
using static Hone.Corpus.Scrubbing.People.Lexicon;

namespace Hone.Corpus.Scrubbing.People;

/// <summary>
/// Names of people. A capitalised word alone says nothing, in security text least of all (Lazarus Group, Cobalt Strike, Jenkins), so a
/// name needs two witnesses: a given and a family name of the lexicon side by side, one of them beside an unknown capitalised word,
/// or words around it that stand beside people ("Dear", "reported by", "From:", a title).
/// </summary>
internal static class PersonNames
{
    private const int WordMost = 32;

    private static readonly HashSet<string> _particles = new(StringComparer.OrdinalIgnoreCase)
    {
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "la", "le", "el", "al", "bin", "bint", "ibn", "ter", "ten", "zu", "y", "mac", "st", "san", "du", "af",
    };

    private static readonly HashSet<string> _titles = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "herr", "herrn", "frau", "monsieur", "madame", "mme", "señor", "señora", "sra", "signor", "signora", "senhor", "senhora", "pan", "pani", "kollege", "kollegin",
    };

    /// <summary>At a capital that begins a word.</summary>
    public static void Look(Scan scan, int start)
    {
        if (start < scan.NameEnd)
            return;
        int end = WordEnd(scan, start);
        if (end - start < 2 || !Stands(scan, start, end))
            return;
        Entry first = Lexicon.Default.Of(scan.Slice(start, end));
        if (IsTitle(scan, start, end))
            AfterTitle(scan, end);
        else if ((first & Entry.Given) != 0 && (first & Entry.Stop) == 0)
            AfterGiven(scan, start, end, first);
        else if ((first & Entry.Family) != 0 && (first & Entry.Stop) == 0)
            FamilyFirst(scan, start, end, first);
    }

    /// <summary>Behind words that introduce a person.</summary>
    public static void Introduced(Scan scan, int wordStart, int at, Tie tie)
    {
        if (!scan.StartsWord(wordStart))
            return;
        while (scan.At(at) is ' ' or '"' or '*' or '\'' && at - wordStart < 64)
            at++;
        if (at < scan.NameEnd || !char.IsUpper(scan.At(at)))
            return;
        int end = WordEnd(scan, at);
        if (IsTitle(scan, at, end))
        {
            AfterTitle(scan, end);
            return;
        }
        Entry first = Lexicon.Default.Of(scan.Slice(at, end));
        if (end - at < 2 || !Stands(scan, at, end) || (first & Entry.Stop) != 0)
            return;
        int last = Extend(scan, end, unknown: true, out int words);
        bool known = (first & (Entry.Given | Entry.Family)) != 0, plain = known && (first & Entry.Word) == 0;
        bool shaped = IsNameShaped(scan.Slice(at, end)) && (known || (first & Entry.Word) == 0);
        bool taken = words > 0 ? known || (tie != Tie.Prose && shaped) : plain || (shaped && Closes(scan, last, tie));
        if (taken)
            Take(scan, at, last, "introduced");
    }

    /// <summary>What follows a single word that must be a name by its place alone.</summary>
    private static bool Closes(Scan scan, int at, Tie tie) => tie switch
    {
        Tie.Greeting => scan.At(at) is ',' or '\n' or '\0' or '!' or ':' || (scan.At(at) == ' ' && scan.At(at + 1) is '-' or '–'),
        Tie.Farewell => scan.At(at) is '\n' or '\0' or '\r',
        _ => false,
    };

    /// <summary>"Ms" and "MS." are titles, "MS" is a company.</summary>
    private static bool IsTitle(Scan scan, int start, int end) =>
        (char.IsLower(scan.At(start + 1)) || scan.At(end) == '.') && _titles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(scan.Slice(start, end));

    private static void AfterTitle(Scan scan, int end)
    {
        int at = end + (scan.At(end) == '.' ? 1 : 0);
        if (scan.At(at) != ' ' || !char.IsUpper(scan.At(at + 1)))
            return;
        int start = at + 1, last = WordEnd(scan, start);
        if (scan.At(last) == '.' && last - start == 1 && scan.At(last + 1) == ' ' && char.IsUpper(scan.At(last + 2)))
            last = WordEnd(scan, last + 2);
        if (last - start < 2 || !IsNameShaped(scan.Slice(start, last)) || (Lexicon.Default.Of(scan.Slice(start, last)) & Entry.Stop) != 0)
            return;
        Take(scan, start, Extend(scan, last, unknown: true, out _), "title");
    }

    private static void AfterGiven(Scan scan, int start, int end, Entry first)
    {
        int last = Extend(scan, end, unknown: false, out int words);
        bool plain = (first & Entry.Word) == 0;
        if (words > 0)
        {
            Entry family = Lexicon.Default.Of(LastWord(scan, end, last));
            bool familyPlain = (family & Entry.Family) != 0 && (family & Entry.Word) == 0;
            if (plain || familyPlain)
                Take(scan, start, last, "given-family");
            return;
        }
        if (!plain)
            return;
        if (scan.At(end) == ':' && scan.At(end + 1) == ' ' && scan.At(start - 1) is '\n' or '\0')
        {
            Take(scan, start, end, "speaker");
            return;
        }
        last = Extend(scan, end, unknown: true, out words);
        if (words > 0 && words <= 3)
            Take(scan, start, last, "given-unknown");
    }

    /// <summary>"Kowalska, Anna" and "J. Kowalska" (from the initial's side: a family name with an initial before it).</summary>
    private static void FamilyFirst(Scan scan, int start, int end, Entry entry)
    {
        if ((entry & Entry.Word) == 0 && scan.At(end) == ',' && scan.At(end + 1) == ' ' && char.IsUpper(scan.At(end + 2)))
        {
            int last = WordEnd(scan, end + 2);
            Entry given = Lexicon.Default.Of(scan.Slice(end + 2, last));
            if ((given & Entry.Given) != 0 && (given & (Entry.Word | Entry.Stop)) == 0 && (scan.At(last) != ' ' || !char.IsUpper(scan.At(last + 1))))
                Take(scan, start, last, "family-given");
            return;
        }
        if ((entry & Entry.Word) == 0 && UnknownBefore(scan, start) is var unknown && unknown >= 0)
        {
            Take(scan, unknown, Extend(scan, end, unknown: false, out _), "unknown-family");
            return;
        }
        if ((entry & Entry.Word) == 0 && scan.At(start - 1) == ' ' && scan.At(start - 2) == '.' && char.IsUpper(scan.At(start - 3)) && !char.IsLetterOrDigit(scan.At(start - 4)))
        {
            int from = start - 3;
            if (scan.At(from - 1) is ' ' or '.' && scan.At(from - 2) is '.' or >= 'A' and <= 'Z' && char.IsUpper(scan.At(from - 3 + (scan.At(from - 1) == '.' ? 1 : 0))))
                from = scan.At(from - 1) == '.' ? from - 2 : from - 3;
            if (!char.IsLetterOrDigit(scan.At(from - 1)))
                Take(scan, from, end, "initial-family");
        }
    }

    /// <summary>Inside a sentence, where capitals mean something: a capitalised word no list knows, before a family name. -1 where there is none.</summary>
    private static int UnknownBefore(Scan scan, int family)
    {
        if (scan.At(family - 1) != ' ')
            return -1;
        int end = family - 1, start = end;
        while (start > 0 && end - start < WordMost && char.IsLetter(scan.At(start - 1)))
            start--;
        scan.Steps += end - start + 1;
        bool inside = scan.At(start - 1) == ' ' && char.IsLower(scan.At(start - 2));
        return inside && start >= scan.NameEnd && IsNameShaped(scan.Slice(start, end)) && Lexicon.Default.Of(scan.Slice(start, end)) == Entry.None ? start : -1;
    }

    private static void Take(Scan scan, int start, int end, string rule)
    {
        scan.NameEnd = end;
        scan.Add(start, end, ScrubKind.Name, rule);
    }

    private static ReadOnlySpan<char> LastWord(Scan scan, int start, int end)
    {
        ReadOnlySpan<char> text = scan.Slice(start, end);
        return text[(text.LastIndexOfAny(" -.") + 1)..];
    }

    /// <summary>
    /// Over what goes on with the name: initials, particles, family names. Where <paramref name="unknown"/>, capitalised words that look
    /// like names go too. <paramref name="words"/> counts those taken.
    /// </summary>
    private static int Extend(Scan scan, int end, bool unknown, out int words)
    {
        words = 0;
        int at = end;
        for (int looked = 0; looked < 5; looked++)
        {
            if (scan.At(at) != ' ')
                break;
            int start = at + 1, last = WordEnd(scan, start);
            if (last - start == 1 && scan.At(last) == '.' && char.IsUpper(scan.At(start)))
            {
                at = last + 1;
                continue;
            }
            ReadOnlySpan<char> word = scan.Slice(start, last);
            if (word.Length == 0)
                break;
            if (_particles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) && words == 0 && scan.At(last) == ' ' && (char.IsLower(word[0]) || unknown || looked < 2))
            {
                at = last;
                continue;
            }
            if (!char.IsUpper(word[0]) || last - start < 2 || !Stands(scan, start, last))
                break;
            Entry entry = Lexicon.Default.Of(word);
            bool name = (entry & (Entry.Family | Entry.Given)) != 0 && ((entry & Entry.Stop) == 0);
            if (!name && !(unknown && words < 2 && (entry & (Entry.Stop | Entry.Word)) == 0 && IsNameShaped(word)))
                break;
            words++;
            (at, end) = (last, last);
        }
        return end;
    }

    /// <summary>A capital, then small letters: "Okonkwo", "O'Brien", "McGrath", "Smith-Jones"; no acronym, no CamelCase.</summary>
    internal static bool IsNameShaped(ReadOnlySpan<char> word)
    {
        if (word.Length < 3 || !char.IsUpper(word[0]))
            return false;
        int capitals = 0;
        for (int i = 0; i < word.Length; i++)
            if (char.IsUpper(word[i]))
                capitals += i == 0 || word[i - 1] is '-' or '\'' or '’' || (i == 2 && word[..2] is "Mc") || (i == 3 && word[..3] is "Mac") ? 0 : 1;
        return capitals == 0 && !word.EndsWith("ing") && !word.EndsWith("tion") && !word.EndsWith("ware") && !word.EndsWith("ment") && !word.EndsWith("ity");
    }

    private static int WordEnd(Scan scan, int start)
    {
        int end = start;
        while (end - start < WordMost && (char.IsLetter(scan.At(end)) || (scan.At(end) is '-' or '\'' or '’' && end > start && char.IsUpper(scan.At(end + 1)))))
            end++;
        scan.Steps += end - start;
        return end;
    }

    /// <summary>Alone as a word of prose: no piece of an identifier, path, address or number.</summary>
    private static bool Stands(Scan scan, int start, int end)
    {
        char left = scan.At(start - 1), right = scan.At(end);
        if (char.IsLetterOrDigit(left) || left is '_' or '@' or '/' or '#' or '$' or '=' or '+' || (left == '\\' && scan.At(start) is not ('n' or 't')) || (left == '.' && scan.At(start - 2) != ' ' && char.IsLetterOrDigit(scan.At(start - 2)) && scan.At(start - 3) != ' '))
            return false;
        if (left == '-' && char.IsLetterOrDigit(scan.At(start - 2)))
            return false;
        return !(char.IsLetterOrDigit(right) || right is '_' or '@' or '/' or '\\' or '(' or '=' || (right is '.' or '-' or ':' && char.IsLetterOrDigit(scan.At(end + 1))));
    }
}

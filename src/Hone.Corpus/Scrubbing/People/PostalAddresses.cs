using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.People;

/// <summary>
/// Street addresses: a word for a street with a name and a house number beside it, and behind a comma the place with its code. Without
/// a number there is no address: "Wall Street" is news.
/// </summary>
internal static class PostalAddresses
{
    /// <summary>Words that follow the name ("Baker Street"), end it ("Hauptstraße") or come before it ("rue de Rivoli").</summary>
    public static IReadOnlyList<(string Word, StreetPlace Place)> Words { get; } =
    [
        (" street", StreetPlace.After), (" st", StreetPlace.After), (" avenue", StreetPlace.After), (" ave", StreetPlace.After), (" road", StreetPlace.After), (" rd", StreetPlace.After), (" lane", StreetPlace.After), (" drive", StreetPlace.After), (" boulevard", StreetPlace.After), (" blvd", StreetPlace.After),
        (" court", StreetPlace.After), (" close", StreetPlace.After), (" terrace", StreetPlace.After), (" square", StreetPlace.After), (" parkway", StreetPlace.After), (" pkwy", StreetPlace.After), (" highway", StreetPlace.After), (" crescent", StreetPlace.After), (" gardens", StreetPlace.After), (" way", StreetPlace.After), (" place", StreetPlace.After), (" circle", StreetPlace.After),
        ("straße", StreetPlace.End), ("strasse", StreetPlace.End), ("str.", StreetPlace.End), ("platz", StreetPlace.End), ("gasse", StreetPlace.End), ("allee", StreetPlace.End), ("weg", StreetPlace.End), ("straat", StreetPlace.End), ("laan", StreetPlace.End), ("gatan", StreetPlace.End), ("vägen", StreetPlace.End), ("gracht", StreetPlace.End), ("plein", StreetPlace.End), ("ufer", StreetPlace.End),
        ("rue ", StreetPlace.Before), ("avenue ", StreetPlace.Before), ("boulevard ", StreetPlace.Before), ("calle ", StreetPlace.Before), ("avenida ", StreetPlace.Before), ("paseo ", StreetPlace.Before), ("plaza ", StreetPlace.Before), ("via ", StreetPlace.Italian), ("viale ", StreetPlace.Before), ("piazza ", StreetPlace.Before), ("corso ", StreetPlace.Before),
        ("rua ", StreetPlace.Before), ("ul. ", StreetPlace.Before), ("ulica ", StreetPlace.Before), ("ул. ", StreetPlace.Before), ("улица ", StreetPlace.Before), ("р. ", StreetPlace.Before),
    ];

    public enum StreetPlace
    {
        Before,
        After,
        End,

        /// <summary>"Via Roma 10": as "rue", but "via" is an English word too.</summary>
        Italian,
    }

    public static void Look(Scan scan, int start, int end, StreetPlace place)
    {
        if (!scan.EndsWord(end) && place is StreetPlace.After or StreetPlace.End)
            return;
        (int from, int to) = place switch
        {
            StreetPlace.After => NumberNameStreet(scan, start, end),
            StreetPlace.End => StreetNumber(scan, start, end),
            StreetPlace.Italian when scan.At(start) != 'V' => default,
            _ => StreetName(scan, start, end, place == StreetPlace.Before),
        };
        if (to > 0)
            scan.Add(from, WithPlace(scan, to), ScrubKind.Address, "street");
    }

    /// <summary>"221B Baker Street, ..."</summary>
    private static (int, int) NumberNameStreet(Scan scan, int start, int end)
    {
        if (!char.IsUpper(scan.At(start + 1)) || (end - start <= 4 && scan.At(end) is not ('.' or ',' or ' ' or '\n' or '\0')))
            return default;
        int at = start;
        for (int words = 0; words < 4; words++)
        {
            int word = at;
            while (char.IsLetter(scan.At(word - 1)) || scan.At(word - 1) is '\'' or '.' or '-')
                if (--word < at - 24)
                    return default;
            scan.Steps += at - word + 1;
            if (word == at)
                break;
            if (!char.IsUpper(scan.At(word)) || scan.At(word - 1) != ' ' || (at - word > 3 && !char.IsLower(scan.At(word + 1))))
                return default;
            at = word - 1;
            int number = HouseNumberBefore(scan, at);
            if (number >= 0)
                return (number, end - start <= 4 && scan.At(end) == '.' ? end + 1 : end);
        }
        // "1600 5th Avenue": the name is a number itself.
        if (scan.Slice(Math.Max(0, at - 3), at) is ['1', 's', 't'] or ['2', 'n', 'd'] or ['3', 'r', 'd'] or [_, 't', 'h'])
        {
            int name = at - 2;
            while (name > at - 5 && char.IsAsciiDigit(scan.At(name - 1)))
                name--;
            int number = scan.At(name - 1) == ' ' ? HouseNumberBefore(scan, name - 1) : -1;
            if (number >= 0)
                return (number, end);
        }
        return default;
    }

    private static int HouseNumberBefore(Scan scan, int end)
    {
        int start = end;
        if (char.IsAsciiLetter(scan.At(start - 1)) && char.IsAsciiDigit(scan.At(start - 2)))
            start--;
        int digits = start;
        while (digits > start - 6 && char.IsAsciiDigit(scan.At(digits - 1)))
            digits--;
        return digits < start && start - digits <= 5 && !char.IsLetterOrDigit(scan.At(digits - 1)) && scan.At(digits - 1) is not ('.' or '-' or '/' or '$' or ',' or ':') && scan.At(digits) != '0' ? digits : -1;
    }

    /// <summary>"Hauptstraße 12a"</summary>
    private static (int, int) StreetNumber(Scan scan, int start, int end)
    {
        int name = start;
        while (name > start - 28 && (char.IsLetter(scan.At(name - 1)) || scan.At(name - 1) == '-'))
            name--;
        scan.Steps += start - name + 1;
        if (scan.At(end) == '.')
            end++;
        if (name == start && scan.At(start - 1) == ' ' && char.IsUpper(scan.At(start)))
            for (name--; name > start - 24 && char.IsLetter(scan.At(name - 1));)
                name--;
        if (!char.IsUpper(scan.At(name)) || start - name < 2)
            return default;
        int to = HouseNumber(scan, end);
        return to < 0 ? default : (name, to);
    }

    private static int HouseNumber(Scan scan, int at)
    {
        if (scan.At(at) == ',')
            at++;
        if (scan.At(at) != ' ' || scan.At(at + 1) is < '1' or > '9')
            return -1;
        int end = scan.RunEnd(at + 1, CharacterSet.Digits, 5);
        if (end - at > 5)
            return -1;
        if (char.IsAsciiLetterLower(scan.At(end)) && scan.EndsWord(end + 1))
            end++;
        return scan.EndsWord(end) && scan.At(end) is not ('.' or ':') | !char.IsDigit(scan.At(end + 1)) ? end : -1;
    }

    /// <summary>"12 rue de Rivoli", "Calle Mayor 5", "via Roma, 10".</summary>
    private static (int, int) StreetName(Scan scan, int start, int end, bool numberFirst)
    {
        if (!scan.StartsWord(start))
            return default;
        int at = end, capitals = 0;
        for (int words = 0; words < 5; words++)
        {
            int last = at;
            while (last < at + 24 && (char.IsLetter(scan.At(last)) || scan.At(last) is '\'' or '’' or '-'))
                last++;
            scan.Steps += last - at + 1;
            bool capital = (char.IsUpper(scan.At(at)) && char.IsLower(scan.At(at + 1)) && (Lexicon.Default.Of(scan.Slice(at, last)) & Lexicon.Entry.Stop) == 0) || (scan.At(at + 1) is '\'' or '’' && char.IsUpper(scan.At(at + 2)));
            if (last == at || !char.IsLetter(scan.At(at)) || (!capital && (last - at > 4 || !numberFirst)))
                break;
            capitals += capital ? 1 : 0;
            at = last + 1;
            if (scan.At(last) != ' ')
                break;
        }
        at--;
        if (capitals == 0)
            return default;
        int number = HouseNumberBefore(scan, start - (scan.At(start - 1) == ' ' ? 1 : 0));
        if (scan.At(start - 2) == ',' && scan.At(start - 1) == ' ')
            number = HouseNumberBefore(scan, start - 2);
        if (number >= 0 && numberFirst)
            return (number, at);
        int to = HouseNumber(scan, at);
        return to < 0 ? default : (start, to);
    }

    /// <summary>Behind a comma: city, state and code, or code and city.</summary>
    private static int WithPlace(Scan scan, int end)
    {
        ReadOnlySpan<char> rest = scan.After(end, 64);
        if (rest.StartsWith(", Apt") || rest.StartsWith(", Suite") || rest.StartsWith(", Floor"))
        {
            int comma = rest[1..].IndexOf(',');
            if (comma > 0)
            {
                end += comma + 1;
                rest = rest[(comma + 1)..];
            }
        }
        int best = 0, at = 0;
        for (int part = 0; part < 3 && at + 2 < rest.Length && rest[at] == ',' && rest[at + 1] == ' '; part++)
        {
            int next = at + 2;
            int words = 0;
            bool code = false;
            while (next < rest.Length && words < 5)
            {
                int last = next;
                while (last < rest.Length && (char.IsLetterOrDigit(rest[last]) || rest[last] is '-' or '\''))
                    last++;
                ReadOnlySpan<char> word = rest[next..last];
                bool digits = word.ContainsAnyInRange('0', '9');
                if (word.IsEmpty || (!digits && !char.IsUpper(word[0])) || word.Length > 20)
                    break;
                code |= digits && word.Length is >= 3 and <= 10;
                words++;
                at = last;
                next = last + 1;
                if (last >= rest.Length || rest[last] != ' ')
                    break;
            }
            if (words == 0)
                break;
            if (code)
                best = at;
        }
        return end + best;
    }
}

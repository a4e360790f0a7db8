using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.People;

/// <summary>
/// A person or account found once in a text is known in the rest of it: "Dear Anna Kowalska ... Kowalska then opened". Parts of names
/// that are also words do not echo, nor do accounts too short to be told from words.
/// </summary>
internal static class Echo
{
    private const int WordMost = 64;

    /// <summary>Adds the further places of what was found; whether there are any.</summary>
    public static bool Find(Scan scan, List<ScrubSpan> spans)
    {
        Dictionary<string, ScrubKind> known = Known(scan, spans);
        if (known.Count == 0)
            return false;
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        int before = scan.Found.Count, next = 0;
        ReadOnlySpan<char> text = scan.Text;
        for (int at = 0; at < text.Length;)
        {
            if (!char.IsLetter(text[at]))
            {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || (text[end] is '-' or '_' or '.' or '$' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]))))
                end++;
            while (next < spans.Count && spans[next].End <= at)
                next++;
            bool covered = next < spans.Count && spans[next].Start < end;
            if (!covered && end - at <= WordMost && lookup.TryGetValue(text[at..end], out ScrubKind kind) && Stands(scan, at, end, kind))
                scan.Add(at, end, kind, "echo");
            at = end;
        }
        scan.Steps += text.Length;
        return scan.Found.Count > before;
    }

    private static Dictionary<string, ScrubKind> Known(Scan scan, List<ScrubSpan> spans)
    {
        var known = new Dictionary<string, ScrubKind>();
        foreach (ScrubSpan span in spans)
        {
            ReadOnlySpan<char> value = scan.Slice(span.Start, span.End);
            if (span.Kind == ScrubKind.Name)
            {
                // Where the words before it alone made it a name, its unknown parts echo only beside a known one, or alone as in "Dear Ximena,".
                bool introduced = span.Rule == "introduced" && (!value.Contains(' ') || HasKnown(value));
                foreach (Range part in value.SplitAny(' ', '.', ','))
                    AddPart(known, value[part], introduced);
            }
            else if (span.Kind is ScrubKind.User or ScrubKind.Host && span.Rule != "profile-folder" && value.Length >= 5 && Telling(value))
                known.TryAdd(value.ToString(), span.Kind);
        }
        return known;
    }

    private static bool HasKnown(ReadOnlySpan<char> name)
    {
        foreach (Range part in name.Split(' '))
            if ((Lexicon.Default.Of(name[part]) & (Lexicon.Entry.Given | Lexicon.Entry.Family)) != 0)
                return true;
        return false;
    }

    private static void AddPart(Dictionary<string, ScrubKind> known, ReadOnlySpan<char> part, bool introduced)
    {
        Lexicon.Entry entry = Lexicon.Default.Of(part);
        bool person = (entry & (Lexicon.Entry.Given | Lexicon.Entry.Family)) != 0 || (introduced && part.Length >= 5 && PersonNames.IsNameShaped(part));
        if (part.Length >= 3 && char.IsUpper(part[0]) && person && (entry & (Lexicon.Entry.Word | Lexicon.Entry.Stop)) == 0)
            known.TryAdd(part.ToString(), ScrubKind.Name);
    }

    private static bool Telling(ReadOnlySpan<char> account) => account.ContainsAnyInRange('0', '9') || account.ContainsAny('.', '_', '-') || Assets.Accounts.LooksLikeAccount(account, quoted: false);

    /// <summary>Whether a capitalised word no name list knows stands right beside: "Akira Ransomware".</summary>
    private static bool BesideAWord(Scan scan, int at, int step)
    {
        if (scan.At(at - step) != ' ' || !char.IsLetter(scan.At(at)))
            return false;
        int start = at, end = at;
        while (step < 0 && char.IsLetter(scan.At(start - 1)) && end - start < WordMost)
            start--;
        while (step > 0 && char.IsLetter(scan.At(end + 1)) && end - start < WordMost)
            end++;
        scan.Steps += end - start;
        return char.IsUpper(scan.At(start)) && (Lexicon.Default.Of(scan.Slice(start, end + 1)) & (Lexicon.Entry.Given | Lexicon.Entry.Family)) == 0 && (Lexicon.Default.Of(scan.Slice(start, end + 1)) != Lexicon.Entry.None || step > 0);
    }

    private static bool Stands(Scan scan, int start, int end, ScrubKind kind)
    {
        char left = scan.At(start - 1), right = scan.At(end);
        if (left is '_' or '@' or '.' || right is '@' or '_' or '(')
            return false;
        if (kind == ScrubKind.Name && (BesideAWord(scan, start - 2, -1) || BesideAWord(scan, end + 1, 1)))
            return false;
        return kind != ScrubKind.Name || !(left is '/' or '\\' or '=' or '-' or '#' || right is '/' or '\\' or '=' or ':' && char.IsLetterOrDigit(scan.At(end + 1)));
    }
}

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
                foreach (Range part in value.SplitAny(' ', '.', ','))
                    AddPart(known, value[part]);
            else if (span.Kind is ScrubKind.User or ScrubKind.Host && span.Rule != "profile-folder" && value.Length >= 5 && Telling(value))
                known.TryAdd(value.ToString(), span.Kind);
        }
        return known;
    }

    private static void AddPart(Dictionary<string, ScrubKind> known, ReadOnlySpan<char> part)
    {
        Lexicon.Entry entry = Lexicon.Default.Of(part);
        if (part.Length >= 3 && char.IsUpper(part[0]) && (entry & (Lexicon.Entry.Given | Lexicon.Entry.Family)) != 0 && (entry & (Lexicon.Entry.Word | Lexicon.Entry.Stop)) == 0)
            known.TryAdd(part.ToString(), ScrubKind.Name);
    }

    private static bool Telling(ReadOnlySpan<char> account) => account.ContainsAnyInRange('0', '9') || account.ContainsAny('.', '_', '-') || Assets.Accounts.LooksLikeAccount(account, quoted: false);

    private static bool Stands(Scan scan, int start, int end, ScrubKind kind)
    {
        char left = scan.At(start - 1), right = scan.At(end);
        if (left is '_' or '@' or '.' || right is '@' or '_' or '(')
            return false;
        return kind != ScrubKind.Name || !(left is '/' or '\\' or '=' or '-' or '#' || right is '/' or '\\' or '=' or ':' && char.IsLetterOrDigit(scan.At(end + 1)));
    }
}

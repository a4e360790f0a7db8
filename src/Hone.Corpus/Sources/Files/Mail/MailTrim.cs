using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Files.Mail;

/// <summary>
/// Keeps what the sender wrote: the mail that is answered, signatures, and what lists and programs put below are taken out. Short
/// quotes between the sender's own words stay, for an answer without its question says little; what is forwarded stays whole.
/// </summary>
internal static partial class MailTrim
{
    private const int ShortQuote = 4;
    private const int LongestSignature = 20;
    private const int LittleText = 60;
    private const int MaxLine = 2_000;

    public static string Trim(string text, bool isForward)
    {
        List<string> lines = [.. WithoutArmour(text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()))];
        EndFilled(lines);
        WithoutFooters(lines);
        WithoutSignature(lines);
        WithoutAnswered(lines, isForward);
        lines = WithoutQuotes(lines);
        return ManyLines().Replace(string.Join('\n', lines), "\n\n").Trim();
    }

    /// <summary>Signed by PGP in the text: the words without the frame.</summary>
    private static IEnumerable<string> WithoutArmour(IEnumerable<string> lines)
    {
        bool head = false, block = false, signed = false;
        foreach (string line in lines)
        {
            if (line == "-----BEGIN PGP SIGNED MESSAGE-----")
                head = signed = true;
            else if (line is "-----BEGIN PGP SIGNATURE-----" or "-----BEGIN PGP PUBLIC KEY BLOCK-----")
                block = true;
            else if (block)
                block = !line.StartsWith("-----END PGP", StringComparison.Ordinal);
            else if (head)
                head = line.Length > 0;
            else
                yield return signed && line.StartsWith("- -", StringComparison.Ordinal) ? line[2..] : line;
        }
    }

    /// <summary>What mailing lists and free mail services put below: a rule, and then words of a list, a sponsor or how to leave.</summary>
    private static void WithoutFooters(List<string> lines)
    {
        for (int round = 0; round < 4; round++)
        {
            int from = Math.Max(0, lines.Count - LongestSignature);
            int rule = lines.FindLastIndex(lines.Count - 1, lines.Count - from, line => line.Length < MaxLine && Rule().IsMatch(line));
            if (rule <= 0 || !lines.Skip(rule + 1).Any(line => line.Length < MaxLine && FooterWords().IsMatch(line)))
                break;
            lines.RemoveRange(rule, lines.Count - rule);
            EndFilled(lines);
        }
        while (lines.Count > 1 && SentFrom().IsMatch(lines[^1]))
        {
            lines.RemoveAt(lines.Count - 1);
            EndFilled(lines);
        }
    }

    private static void WithoutSignature(List<string> lines)
    {
        int sign = lines.FindLastIndex(line => line is "--" or "-- ");
        if (sign < 0 || lines.Count - sign > LongestSignature)
            return;
        // A quote below a signature: the sender answered above it.
        int end = lines.FindIndex(sign, line => IsQuote(line) || OriginalMessage().IsMatch(line) || IsAttribution(line));
        lines.RemoveRange(sign, (end < 0 ? lines.Count : end) - sign);
        EndFilled(lines);
    }

    /// <summary>The answered mail below the answer, as Outlook puts it there: a rule or the head of that mail.</summary>
    private static void WithoutAnswered(List<string> lines, bool isForward)
    {
        int begin = lines.FindIndex(line => line.Length < MaxLine && OriginalMessage().IsMatch(line));
        for (int i = 0; begin < 0 && i < lines.Count; i++)
            if (HeadLine().IsMatch(lines[i]) && lines.Skip(i + 1).Take(5).Count(line => HeadLine().IsMatch(line)) >= 2)
                begin = i;
        if (begin < 0 || isForward || Length(lines.Take(begin)) < LittleText || lines.Take(begin + 1).Any(line => Forwarded().IsMatch(line)))
            return;
        lines.RemoveRange(begin, lines.Count - begin);
        EndFilled(lines);
    }

    private static List<string> WithoutQuotes(List<string> lines)
    {
        // Forwarded by quoting: the quote is the message.
        if (!lines.Exists(IsQuote) || Length(lines.Where(line => !IsQuote(line) && !IsAttribution(line))) < LittleText || lines.Exists(line => Forwarded().IsMatch(line)))
            return lines;
        var kept = new List<string>();
        int lastOwn = lines.FindLastIndex(line => line.Length > 0 && !IsQuote(line));
        for (int i = 0; i < lines.Count; i++)
        {
            if (!IsQuote(lines[i]))
            {
                kept.Add(lines[i]);
                continue;
            }
            int end = i;
            while (end + 1 < lines.Count && (IsQuote(lines[end + 1]) || (lines[end + 1].Length == 0 && end + 2 < lines.Count && IsQuote(lines[end + 2]))))
                end++;
            WithoutAttribution(kept);
            if (i < lastOwn)
                kept.AddRange(Shortened(lines.GetRange(i, end - i + 1)));
            i = end;
        }
        return kept;
    }

    /// <summary>The end of a quote: what the words below it answer. Quotes inside it are left out.</summary>
    private static string[] Shortened(List<string> quote)
    {
        string[] first = [.. quote.Where(line => line.Length > 0 && !NestedQuote().IsMatch(line) && line.AsSpan().IndexOfAnyExcept("> \t") >= 0 && !IsAttribution(line))];
        return first.Length <= ShortQuote ? first : ["> [...]", .. first[^(ShortQuote - 1)..]];
    }

    /// <summary>Takes away "On Monday, somebody wrote:" at the end, which may take two lines.</summary>
    private static void WithoutAttribution(List<string> lines)
    {
        int line = lines.FindLastIndex(line => line.Length > 0);
        if (line < 0 || !IsAttribution(lines[line]))
            return;
        int begin = line > 0 && lines[line - 1].Length > 0 && AttributionStart().IsMatch(lines[line - 1]) ? line - 1 : line;
        lines.RemoveRange(begin, lines.Count - begin);
        if (begin > 0 && lines[begin - 1].Length > 0)
            lines.Add("");
    }

    private static bool IsAttribution(string line) => line.Length < 300 && Attribution().IsMatch(line);

    private static bool IsQuote(string line) => Quote().IsMatch(line);

    private static int Length(IEnumerable<string> lines) => lines.Sum(line => line.Length);

    private static void EndFilled(List<string> lines)
    {
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
    }

    [GeneratedRegex("^ ?>")]
    private static partial Regex Quote();

    [GeneratedRegex("^ ?> ?>")]
    private static partial Regex NestedQuote();

    [GeneratedRegex(@"\b(?:wrote|writes|said|schrieb|écrit|escribió|scritto|skrev|schreef|napisał)\b[^:]{0,80}:$", RegexOptions.IgnoreCase)]
    private static partial Regex Attribution();

    [GeneratedRegex(@"^(?:>? ?)(?:On|Am|Le|El|Il|At|In|Op|W dniu)\s", RegexOptions.IgnoreCase)]
    private static partial Regex AttributionStart();

    [GeneratedRegex(@"^>? ?-{2,} ?(?:Original[ -]Message|Original Appointment|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht) ?-{2,}$", RegexOptions.IgnoreCase)]
    private static partial Regex OriginalMessage();

    [GeneratedRegex(@"^[> ]*(?:Begin forwarded message|-{2,} ?Forwarded [Mm]essage|-{2,} ?Weitergeleitete Nachricht|-{2,} ?Message transféré|Forwarded message:)", RegexOptions.IgnoreCase)]
    private static partial Regex Forwarded();

    [GeneratedRegex(@"^(?:\*{0,2})(?:From|Sent|Date|To|Cc|Subject|Von|Gesendet|An|Betreff|De|Envoyé|À|Objet|Enviado|Para|Asunto):(?:\*{0,2})\s?\S", RegexOptions.IgnoreCase)]
    private static partial Regex HeadLine();

    [GeneratedRegex(@"^[ >]*[-_=~*]{10,}(?:[^-_=~*\n]{0,60}[-_=~*]{3,})?\s*(?:~->)?$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"mailing list|unsubscribe|sponsor|listinfo|yahoo! groups|list-?owner|http://lists?\.|to leave|opt[- ]out|hotmail|free (?:e-?mail|download)|do you yahoo|sent by|this e-?mail (?:and|is)", RegexOptions.IgnoreCase)]
    private static partial Regex FooterWords();

    [GeneratedRegex(@"^(?:Sent from my |Get Outlook for |Von meinem \w{1,20} gesendet|Envoyé de mon )", RegexOptions.IgnoreCase)]
    private static partial Regex SentFrom();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyLines();
}

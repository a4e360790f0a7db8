using System.Text.RegularExpressions;
using Hone.Corpus.Sources.Files.Html;

namespace Hone.Corpus.Sources.Files.Tickets;

/// <summary>Text of trackers as Markdown: HTML goes through the reader of pages, Jira's wiki marks become Markdown's.</summary>
internal static partial class TicketMarkup
{
    private const int MaxText = 4 << 20;

    public static string? ToMarkdown(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        string plain = text.ReplaceLineEndings("\n");
        if (plain.Length < MaxText && HtmlTags().Count(plain) >= 2 && !plain.Contains("```", StringComparison.Ordinal))
            return FromHtml(plain);
        if (!plain.Contains('{') && !WikiHeading().IsMatch(plain) && !plain.Contains("[~", StringComparison.Ordinal) && !plain.Contains('|'))
            return plain;
        plain = CodeMark().Replace(plain, match => match.Groups["language"] is { Success: true } language ? $"\n```{language.Value}\n" : "\n```\n");
        plain = WikiHeading().Replace(plain, match => new string('#', Math.Max(3, match.Groups[1].Value[0] - '0')) + " ");
        plain = QuoteOrColour().Replace(plain, "");
        plain = Mention().Replace(plain, "$1");
        plain = Link().Replace(plain, "$1 ($2)");
        return ManyLines().Replace(plain, "\n\n");
    }

    private static string FromHtml(string html)
    {
        try
        {
            return HtmlInput.Parse(html).Body is { } body ? HtmlMarkdown.Of(body, [], new HtmlReading(Links: true)) : html;
        }
        catch (InvalidDataException)
        {
            return html;
        }
    }

    [GeneratedRegex("</?(?:p|br|div|li|ul|ol|span|strong|b|table|td|a|h[1-6])(?:\\s[^<>]{0,500})?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlTags();

    [GeneratedRegex(@"\n?\{(?:code|noformat)(?::(?:title=[^{}|]{0,80}\|?)?(?<language>[a-zA-Z0-9+#]{1,20})?[^{}]{0,80})?\}\n?")]
    private static partial Regex CodeMark();

    [GeneratedRegex(@"(?m)^h([1-6])\. ?")]
    private static partial Regex WikiHeading();

    [GeneratedRegex(@"\{(?:quote|panel|color)(?::[^{}]{0,80})?\}")]
    private static partial Regex QuoteOrColour();

    [GeneratedRegex(@"\[~(?:accountid:)?([^\]\n]{1,80})\]")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\[([^\[\]|\n]{1,300})\|((?:https?|ftp|mailto):[^\[\]|\s]{1,1000})(?:\|[^\[\]\n]{0,40})?\]")]
    private static partial Regex Link();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyLines();
}

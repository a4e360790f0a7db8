using System.Text;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>
/// The documents of an RFC: paragraphs are joined to lines, lists become lists, and what is laid out by hand (figures, tables,
/// code, message formats) stays as it is, in fences.
/// </summary>
internal static partial class RfcStory
{
    /// <summary>Sections that every RFC has, or that name people and papers.</summary>
    private static readonly string[] _leftOut =
    [
        "status of this memo", "copyright notice", "table of contents", "full copyright statement", "intellectual property", "intellectual property statement",
        "authors' addresses", "author's address", "authors' address", "author's addresses", "editors' addresses", "editor's address", "disclaimer of validity", "copyright statement", "copyright and licensing terms",
        "references", "normative references", "informative references", "non-normative references", "acknowledgements", "acknowledgments", "acknowledgement", "acknowledgment",
        "contributors", "working group information", "iesg note", "index", "abstract", "overview of changes since draft",
    ];

    public static IEnumerable<(string Id, string Title, string Text)> Tell(RfcText rfc)
    {
        string title = $"RFC {rfc.Number} {rfc.Title}";
        string id = $"rfc{rfc.Number}";
        yield return (id, title, Head(rfc, title));

        var used = new HashSet<string>(StringComparer.Ordinal) { id };
        MarkdownBuilder? text = null;
        (string Id, string Title) open = ("", "");
        bool silent = true;
        foreach (RfcSection section in rfc.Sections)
        {
            if (section.Level == 1)
            {
                if (text is not null && text.ToString() is { Length: > 0 } told)
                    yield return (open.Id, open.Title, told);
                silent = IsLeftOut(section.Heading);
                string heading = section.Number is null ? section.Heading : $"{section.Number}. {section.Heading}";
                open = (Unique($"{id}#{section.Number ?? section.Heading}", used), $"{title}: {heading}");
                text = silent ? null : new MarkdownBuilder().Heading(1, title).Heading(2, heading);
            }
            else if (text is not null)
            {
                silent = IsLeftOut(section.Heading);
                text.Heading(Math.Min(6, section.Level + 1), $"{section.Number}. {section.Heading}");
            }
            if (text is not null && !silent)
                Blocks(text, section.Blocks);
        }
        if (text is not null && text.ToString() is { Length: > 0 } last)
            yield return (open.Id, open.Title, last);
    }

    private static string Head(RfcText rfc, string title)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, title);
        string kind = rfc.Category switch { null => "", "Standards Track" => " on the standards track", var other => $" of the category {other}" };
        var sentences = new List<string> { $"RFC {rfc.Number} is a document of the IETF{kind}{(rfc.Date is { } date ? $", published in {date[..7]}" : "")}." };
        if (rfc.Obsoletes is { } obsoletes)
            sentences.Add($"It obsoletes {Others(obsoletes)}.");
        if (rfc.Updates is { } updates)
            sentences.Add($"It updates {Others(updates)}.");
        text.Paragraph(string.Join(' ', sentences));
        foreach (RfcSection section in rfc.Sections.Where(section => section.Heading.Equals("abstract", StringComparison.OrdinalIgnoreCase)))
            Blocks(text, section.Blocks);
        return text.ToString();
    }

    private static string Others(string numbers) => Prose.List([.. numbers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(number => $"RFC {number}")]);

    private static bool IsLeftOut(string heading) => _leftOut.Contains(heading.Trim().TrimEnd('.').Replace('’', '\'').ToLowerInvariant());

    private static string Unique(string id, HashSet<string> used)
    {
        string unique = id;
        for (int again = 2; !used.Add(unique); again++)
            unique = $"{id}-{again}";
        return unique;
    }

    private static void Blocks(MarkdownBuilder text, List<string[]> blocks)
    {
        var layout = new StringBuilder();
        int depth = 0;
        foreach (string[] block in blocks)
        {
            // Inside braces everything is code.
            if (depth > 0 || RfcLayout.IsByHand(block))
            {
                depth = Math.Max(0, depth + block.Sum(line => line.Count(c => c == '{') - line.Count(c => c == '}')));
                layout.Append(layout.Length > 0 ? "\n\n" : "").Append(string.Join('\n', block));
                continue;
            }
            Flush();
            foreach (string paragraph in RfcLayout.Paragraphs(block))
                if (ListItem().Match(paragraph) is { Success: true } item)
                    text.Item(item.Groups["words"].Value);
                else
                    text.Paragraph(paragraph);
        }
        Flush();

        void Flush()
        {
            if (layout.Length > 0)
                text.Code("", Unindented(layout.ToString()));
            layout.Clear();
        }
    }

    private static string Unindented(string text)
    {
        string[] lines = text.Split('\n');
        int margin = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
        return string.Join('\n', lines.Select(line => line.Length > margin ? line[margin..] : ""));
    }

    /// <summary>The marks that Markdown has no list for; numbers and letters stay as they are.</summary>
    [GeneratedRegex(@"^[o*•+-] +(?<words>.*)$", RegexOptions.Singleline)]
    private static partial Regex ListItem();
}

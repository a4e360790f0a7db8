using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Files.Html;

namespace Hone.Corpus.Sources.Files;

/// <summary>Web pages: their main content as Markdown, without navigation, banners, scripts and hidden text.</summary>
internal sealed partial class HtmlSource : IDocumentSource
{
    private const int HeadBytes = 4096;

    public string Kind => "html";

    public string Description => "Web pages (.html, .htm, .xhtml) of a folder, or one file: the main content of each";

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference) => WholeFiles.Parts(reference, [".html", ".htm", ".xhtml"], Read);

    private static SourceItem Read(Document document, byte[] content)
    {
        IHtmlDocument page = HtmlInput.Parse(EncodedText.Decode(content, StatedCharset(content)));
        PageFacts facts = PageFacts.Read(page);
        MainContent main = MainContent.Find(page);
        string text = HtmlMarkdown.Of(main.Root, main.Skipped, new HtmlReading(Links: false));
        string? title = facts.Title;
        if (title is not null && text.Length > 0 && !StatesTitle(text, title))
            text = $"# {title}\n\n{text}";
        document = document with { Text = text, Title = title, Url = facts.Url, Date = facts.Date, Licence = facts.Licence ?? document.Licence };
        return text.Length > 0 ? SourceItem.Keep(document) : SourceItem.Drop(document, Reasons.Empty);
    }

    /// <summary>The page states its title itself: a heading of first order near the beginning, or the title as whatever heading.</summary>
    private static bool StatesTitle(string text, string title) =>
        text.StartsWith("# ", StringComparison.Ordinal) || text.IndexOf("\n# ", 0, Math.Min(text.Length, 600), StringComparison.Ordinal) >= 0
        || (text[0] == '#' && text.TrimStart('#', ' ').StartsWith(title, StringComparison.OrdinalIgnoreCase));

    private static string? StatedCharset(byte[] content)
    {
        string head = System.Text.Encoding.Latin1.GetString(content, 0, Math.Min(content.Length, HeadBytes));
        return MetaCharset().Match(head) is { Success: true } match ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("""<(?:meta|\?xml)\s[^<>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", RegexOptions.IgnoreCase)]
    private static partial Regex MetaCharset();
}

using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Hone.Corpus.Sources.Files.Html;

/// <summary>What a page states of itself in its head: title, day of publication, address and licence.</summary>
internal sealed record PageFacts(string? Title, string? Date, string? Url, string? Licence)
{
    private const int MaxScript = 200_000;

    private static readonly string[] _dates =
    [
        "article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "date", "pubdate", "publish-date", "citation_publication_date",
        "article:modified_time", "dcterms.modified", "datemodified", "last-modified", "og:updated_time",
    ];

    public static PageFacts Read(IHtmlDocument page)
    {
        var meta = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (IElement element in page.GetElementsByTagName("meta"))
            if ((element.GetAttribute("property") ?? element.GetAttribute("name") ?? element.GetAttribute("itemprop")) is { Length: > 0 } name && element.GetAttribute("content") is { Length: > 0 and < 2_000 } content)
                meta.TryAdd(name, content);
        string? date = _dates.Select(name => StatedDate.Parse(meta.GetValueOrDefault(name))).FirstOrDefault(day => day is not null)
            ?? LinkedDate(page) ?? StatedDate.Parse(page.GetElementsByTagName("time").Select(time => time.GetAttribute("datetime")).FirstOrDefault(text => text is not null));
        return new PageFacts(TitleOf(page, meta.GetValueOrDefault("og:title")), date, Address(LinkOf(page, "canonical")) ?? Address(meta.GetValueOrDefault("og:url")), Address(LinkOf(page, "license")));
    }

    /// <summary>The title without the site's name, which a heading of first order lacks.</summary>
    private static string? TitleOf(IHtmlDocument page, string? shared)
    {
        string title = MarkdownBuilder.OneLine(shared ?? page.GetElementsByTagName("title").FirstOrDefault(t => t.ParentElement?.LocalName == "head")?.TextContent ?? "");
        foreach (IElement heading in page.GetElementsByTagName("h1").Take(3))
        {
            string text = MarkdownBuilder.OneLine(heading.TextContent).TrimEnd('¶', '#', ' ');
            if (text.Length > 3 && (title.Length == 0 || title.StartsWith(text, StringComparison.OrdinalIgnoreCase)))
                return text.Length <= 300 ? text : null;
        }
        return title.Length is > 0 and <= 300 ? title : null;
    }

    private static string? LinkOf(IHtmlDocument page, string relation) =>
        page.GetElementsByTagName("link").FirstOrDefault(link => string.Equals(link.GetAttribute("rel"), relation, StringComparison.OrdinalIgnoreCase))?.GetAttribute("href");

    private static string? Address(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && text.Length < 2_000 ? text.Trim() : null;

    /// <summary>The date in the page's linked data (JSON-LD).</summary>
    private static string? LinkedDate(IHtmlDocument page)
    {
        foreach (IElement script in page.GetElementsByTagName("script"))
        {
            if (script.GetAttribute("type") != "application/ld+json" || script.TextContent.Length > MaxScript)
                continue;
            try
            {
                using JsonDocument json = JsonDocument.Parse(script.TextContent);
                foreach (JsonElement thing in json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray() : json.RootElement.Items("@graph").Prepend(json.RootElement))
                    if (StatedDate.Parse(thing.Text("datePublished") ?? thing.Text("dateModified")) is { } date)
                        return date;
            }
            catch (JsonException)
            {
                // A page whose linked data is damaged has no date from there.
            }
        }
        return null;
    }
}

using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Hone.Corpus.Sources.Files.Html;

/// <summary>
/// Finds the part of a page that is its own: what is marked as main or article, or else the deepest element that holds nearly all
/// text outside links. Frames of the page (navigation, banners, share bars, feet) are known by element, role and the words of
/// their class or id, and are left out only where they hold little of the text: class names lie.
/// </summary>
internal sealed partial class MainContent
{
    private const double NearlyAll = 0.85;
    private const double SmallShare = 0.35;
    private const int EnoughText = 200;

    private static readonly HashSet<string> _frames = ["nav", "footer", "dialog", "menu"];
    private static readonly HashSet<string> _roles = ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar", "toolbar", "tooltip"];
    private static readonly HashSet<string> _kept = ["html", "body", "main", "article", "pre", "code", "table", "tbody", "tr", "td", "h1", "h2"];
    private static readonly HashSet<string> _words =
    [
        "nav", "navbar", "navheader", "navfooter", "navlinks", "navigation", "menu", "breadcrumb", "breadcrumbs", "sidebar", "footer", "cookie", "cookies", "consent", "gdpr", "share", "sharing", "sharebar", "social", "addthis",
        "ad", "ads", "advert", "advertisement", "sponsor", "sponsored", "promo", "newsletter", "subscribe", "subscription", "signup", "login", "related", "recommended", "recirculation", "pagination", "pager",
        "toc", "skip", "popup", "modal", "masthead", "sitemap", "hatnote", "editsection", "headerlink", "permalink", "copybutton", "respond", "backlink", "noprint", "feedback", "byline-share", "sr-only", "visually-hidden", "screen-reader-text",
    ];

    private readonly Dictionary<IElement, (int Text, int Links)> _weights = [];

    private MainContent(IHtmlDocument page)
    {
        IElement body = page.Body ?? page.DocumentElement;
        Weigh(body);
        int whole = Math.Max(1, WeightOf(body).Text);
        foreach (IElement element in body.GetElementsByTagName("*"))
            if (IsFrame(element, whole))
                Skipped.Add(element);
        Root = Stated(body, whole) ?? Deepest(body);
    }

    public IElement Root { get; }

    /// <summary>Elements below the root that are not content.</summary>
    public HashSet<IElement> Skipped { get; } = [];

    public static MainContent Find(IHtmlDocument page) => new(page);

    /// <summary>Counts letters of text, in links and out of them, for every element: children come after their parents.</summary>
    private void Weigh(IElement body)
    {
        IElement[] all = [body, .. body.GetElementsByTagName("*")];
        for (int i = all.Length - 1; i >= 0; i--)
        {
            IElement element = all[i];
            (int text, int links) = WeightOf(element);
            if (HtmlMarkdown.IsNoText(element))
                text = links = 0;
            else
                foreach (INode node in element.ChildNodes)
                    if (node is IText { Data: var data })
                        text += data.AsSpan().Trim().Length;
            links = element.LocalName == "a" ? text : links;
            _weights[element] = (text, links);
            if (i > 0 && element.ParentElement is { } parent)
            {
                (int parentText, int parentLinks) = WeightOf(parent);
                _weights[parent] = (parentText + text, parentLinks + links);
            }
        }
    }

    private (int Text, int Links) WeightOf(IElement element) => _weights.GetValueOrDefault(element);

    private bool IsFrame(IElement element, int whole)
    {
        if (_kept.Contains(element.LocalName))
            return false;
        bool small = WeightOf(element).Text <= whole * SmallShare;
        if (!small)
            return false;
        string name = element.LocalName;
        return _frames.Contains(name) || _roles.Contains(element.GetAttribute("role") ?? "")
            || (name == "header" && !IsInside(element, "article", "main"))
            || HasFrameWord(element) || (name == "aside" && !IsNote(element))
            || (name is "ul" or "ol" or "div" && IsLinkFarm(element));
    }

    /// <summary>Many links and hardly anything else; lists of references have words around their links.</summary>
    private bool IsLinkFarm(IElement element)
    {
        (int text, int links) = WeightOf(element);
        return text > 40 && links > text * 0.9 && element.GetElementsByTagName("a").Length >= 6 && !IsInside(element, "article", "main") && element.GetElementsByTagName("p").Length == 0;
    }

    private static bool IsNote(IElement aside) => NoteWords().IsMatch(aside.ClassName ?? "");

    private static bool HasFrameWord(IElement element)
    {
        foreach (string? names in (ReadOnlySpan<string?>)[element.ClassName, element.Id])
            if (names is { Length: > 0 and < 500 })
                foreach (string name in names.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    if (_words.Contains(name) || name.Split('-', '_').Any(_words.Contains))
                        return true;
        return false;
    }

    private static bool IsInside(IElement element, params ReadOnlySpan<string> names)
    {
        for (IElement? parent = element.ParentElement; parent is not null; parent = parent.ParentElement)
            if (names.Contains(parent.LocalName) || (parent.GetAttribute("role") == "main"))
                return true;
        return false;
    }

    /// <summary>The largest element that is marked as main or as the article, if it holds enough.</summary>
    private IElement? Stated(IElement body, int whole)
    {
        IElement[] main = [.. body.GetElementsByTagName("main").Concat(body.QuerySelectorAll("[role=main]")).Where(element => !Skipped.Contains(element))];
        if (main.Length == 0)
        {
            main = [.. body.GetElementsByTagName("article").Where(article => article.ParentElement is { } parent && !IsInside(article, "article") && parent.LocalName != "a")];
            if (main.Length > 1)
                return null; // a list of articles
        }
        IElement? best = main.MaxBy(element => WeightOf(element).Text);
        return best is not null && (WeightOf(best).Text >= EnoughText || WeightOf(best).Text > whole * 0.3) ? best : null;
    }

    private IElement Deepest(IElement body)
    {
        IElement root = body;
        for (bool deeper = true; deeper;)
        {
            int prose = root.Children.Where(child => !Skipped.Contains(child)).Sum(Prose);
            IElement? next = root.Children.FirstOrDefault(child => !Skipped.Contains(child) && Prose(child) > prose * NearlyAll);
            // A heading beside it belongs to it.
            deeper = next?.LocalName is "div" or "section" or "center" or "td" or "tr" or "tbody" or "table" or "form" or "article" or "main"
                && !root.Children.Any(child => child.LocalName is "h1" or "h2" && !Skipped.Contains(child));
            root = deeper && next is not null ? next : root;
        }
        while (root.LocalName is "table" or "tbody" or "tr" && root.ParentElement is { } above)
            root = above; // a table is read whole
        return root;

        int Prose(IElement element) => WeightOf(element).Text - WeightOf(element).Links;
    }

    [GeneratedRegex("note|tip|warning|admonition|callout|hint|important|caution|alert", RegexOptions.IgnoreCase)]
    private static partial Regex NoteWords();
}

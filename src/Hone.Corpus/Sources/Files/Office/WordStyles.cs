using System.Xml;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>What a paragraph or run style means for the text.</summary>
internal readonly record struct WordStyle(string Name, string? BasedOn, int Outline, bool Mono, bool Hidden, string? ListId);

/// <summary>The styles of a Word document: which are headings, which are code, by name, outline level or a font of even width.</summary>
internal sealed class WordStyles
{
    private const int MaxChain = 16;

    private static readonly string[] _codeNames = ["code", "source", "console", "listing", "preformatted", "terminal", "command", "monospace", "macro", "quelltext"];
    private static readonly string[] _monoFonts = ["courier", "consolas", "mono", "menlo", "lucida console", "monaco", "fixedsys", "source code"];

    private readonly Dictionary<string, WordStyle> _styles = [];

    public static WordStyles Read(OfficePackage package, string? part)
    {
        var styles = new WordStyles();
        using XmlReader? reader = package.Open(part);
        if (reader?.MoveToContent() == XmlNodeType.Element)
            foreach (string name in reader.Children())
                if (name == "style" && reader.Attribute("styleId") is { } id)
                    styles._styles[id] = ReadStyle(reader);
        return styles;
    }

    public static bool IsMono(string? font) => font is not null && _monoFonts.Any(mono => font.Contains(mono, StringComparison.OrdinalIgnoreCase));

    /// <summary>1 to 6, or 0 for what is no heading. The title of a document is 1.</summary>
    public int HeadingLevel(string? id)
    {
        foreach (WordStyle style in Chain(id))
        {
            if (style.Name.Equals("title", StringComparison.OrdinalIgnoreCase))
                return 1;
            if (style.Outline is >= 0 and < 9)
                return Math.Min(6, style.Outline + 1);
            if (style.Name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && int.TryParse(style.Name.AsSpan(8), out int level) && level is >= 1 and <= 9)
                return Math.Min(6, level);
        }
        return 0;
    }

    public bool IsTitle(string? id) => Chain(id).Any(style => style.Name.Equals("title", StringComparison.OrdinalIgnoreCase));

    public bool IsCode(string? id) => Chain(id).Any(style => style.Mono || _codeNames.Any(word => style.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    public bool IsContents(string? id) => Chain(id).Any(style => style.Name.StartsWith("toc ", StringComparison.OrdinalIgnoreCase) || style.Name.Equals("table of figures", StringComparison.OrdinalIgnoreCase));

    public bool IsQuote(string? id) => Chain(id).Any(style => style.Name.Contains("quote", StringComparison.OrdinalIgnoreCase));

    public bool IsHidden(string? id) => Chain(id).Any(style => style.Hidden);

    public string? ListId(string? id) => Chain(id).Select(style => style.ListId).FirstOrDefault(list => list is not null);

    private IEnumerable<WordStyle> Chain(string? id)
    {
        for (int i = 0; i < MaxChain && id is not null && _styles.TryGetValue(id, out WordStyle style); i++, id = style.BasedOn)
            yield return style;
    }

    private static WordStyle ReadStyle(XmlReader reader)
    {
        var style = new WordStyle("", null, -1, false, false, null);
        foreach (string name in reader.Children())
            style = name switch
            {
                "name" => style with { Name = reader.Attribute("val") ?? "" },
                "basedOn" => style with { BasedOn = reader.Attribute("val") },
                "rPr" or "pPr" => ReadProperties(reader, style),
                _ => style,
            };
        return style;
    }

    private static WordStyle ReadProperties(XmlReader reader, WordStyle style)
    {
        foreach (string name in reader.Children())
            style = name switch
            {
                "outlineLvl" => style with { Outline = int.TryParse(reader.Attribute("val"), out int level) ? level : -1 },
                "rFonts" => style with { Mono = IsMono(reader.Attribute("ascii")) },
                "vanish" => style with { Hidden = reader.IsOn() },
                "numPr" => style with { ListId = WordList.Read(reader).Id },
                _ => style,
            };
        return style;
    }
}

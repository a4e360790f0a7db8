using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Hone.Corpus.Sources.Files.Html;

/// <summary>Preformatted text as a fenced block, its language by the class names that highlighters use.</summary>
internal static partial class HtmlCode
{
    public static List<string> Block(IElement element)
    {
        var code = new StringBuilder();
        Append(element, code);
        string text = code.ToString().ReplaceLineEndings("\n").Trim('\n').TrimEnd();
        if (string.IsNullOrWhiteSpace(text))
            return [];
        string fence = text.Contains("```", StringComparison.Ordinal) ? "````" : "```";
        return [$"{fence}{Language(element)}\n{text}\n{fence}"];
    }

    private static void Append(INode node, StringBuilder code)
    {
        foreach (INode child in node.ChildNodes)
            if (child is IText text)
                code.Append(text.Data);
            else if (child is IElement element && !HtmlMarkdown.IsNoText(element) && !LineNumbers().IsMatch(element.ClassName ?? ""))
            {
                if (element.LocalName is "br")
                    code.Append('\n');
                Append(element, code);
                if (element.LocalName is "div" or "p" or "li" && code.Length > 0 && code[^1] != '\n')
                    code.Append('\n');
            }
    }

    private static string Language(IElement element)
    {
        foreach (IElement? place in (ReadOnlySpan<IElement?>)[element, element.FirstElementChild, element.ParentElement, element.ParentElement?.ParentElement])
            if (LanguageClass().Match(place?.ClassName ?? "") is { Success: true } match && match.Groups[1].Value.ToLowerInvariant() is not ("default" or "none" or "text" or "plaintext" or "notranslate") and var language)
                return language;
        return "";
    }

    [GeneratedRegex(@"(?:^|\s)(?:language-|lang-|highlight-source-|highlight-|brush:\s?)([A-Za-z0-9+#]{1,20})(?=\s|;|$)")]
    private static partial Regex LanguageClass();

    [GeneratedRegex(@"(?:^|[\s-])(?:linenos?|line-?numbers?|lineno|gutter|hljs-ln-numbers)(?:\s|$)")]
    private static partial Regex LineNumbers();
}

using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Files;

/// <summary>
/// Plain files as they are: one document a file, its id the path inside the folder. The head of a Markdown file between '---'
/// lines is left out; its first heading is the title.
/// </summary>
internal sealed class TextSource(string kind, string description) : IDocumentSource
{
    private static readonly string[] _markdown = [".md", ".markdown", ".txt"];
    private static readonly string[] _text = [".txt", ".log", ".md", ".markdown", ".rst"];

    public string Kind => kind;

    public string Description => description;

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        WholeFiles.Parts(reference, kind == "markdown" ? _markdown : _text, (document, content) => ReadFile(document, content));

    private static SourceItem ReadFile(Document document, byte[] content)
    {
        string text = EncodedText.Decode(content);
        if (text.Contains('\0'))
            return SourceItem.Drop(document, Reasons.Binary);
        bool markdown = SourceFiles.HasEnding(document.Id, ".md", ".markdown");
        if (markdown)
            text = WithoutFrontMatter(text);
        return SourceItem.Keep(document with { Text = text, Title = markdown ? FirstHeading(text) : null });
    }

    private static string WithoutFrontMatter(string text)
    {
        string plain = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!plain.StartsWith("---\n", StringComparison.Ordinal))
            return text;
        int end = plain.IndexOf("\n---\n", 3, StringComparison.Ordinal);
        return end < 0 ? text : plain[(end + 5)..];
    }

    private static string? FirstHeading(string text)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
            if (line.StartsWith("# ") && line[2..].Trim() is { Length: > 0 and < 500 } title)
                return title.ToString();
        return null;
    }
}

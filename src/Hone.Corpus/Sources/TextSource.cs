using System.Text;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources;

/// <summary>
/// Plain files as they are: one document a file, its id the path inside the folder. UTF-8, UTF-16 with its mark, and what is
/// neither read as Latin-1. The head of a Markdown file between '---' lines is left out; its first heading is the title.
/// </summary>
internal sealed class TextSource(string kind, string description) : IDocumentSource
{
    private const int MaxBytes = 64 << 20;

    private static readonly string[] _markdown = [".md", ".markdown", ".txt"];
    private static readonly string[] _text = [".txt", ".log", ".eml", ".md", ".markdown", ".rst"];

    public string Kind => kind;

    public string Description => description;

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        FileParts.Files(reference, kind == "markdown" ? _markdown : _text, (path, relative) => [ReadFile(reference, path, relative)]);

    private static SourceItem ReadFile(SourceReference reference, string path, string relative)
    {
        var document = new Document { Id = relative, Source = reference.Name, Text = "", Licence = reference.Licence, Tlp = reference.Tlp };
        if (new FileInfo(path).Length > MaxBytes)
            return SourceItem.Drop(document, Reasons.TooLarge, $"more than {MaxBytes >> 20} MiB");
        string text = Decode(InputFile.ReadAll(path, InputFile.IsGzip(path) ? 4 * MaxBytes : MaxBytes));
        if (text.Contains('\0'))
            return SourceItem.Drop(document, Reasons.Binary);
        bool markdown = SourceFiles.HasEnding(relative, ".md", ".markdown");
        if (markdown)
            text = WithoutFrontMatter(text);
        return SourceItem.Keep(document with { Text = text, Title = markdown ? FirstHeading(text) : null });
    }

    internal static string Decode(byte[] content)
    {
        ReadOnlySpan<byte> bytes = content;
        if (bytes.StartsWith<byte>([0xFF, 0xFE]))
            return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.StartsWith<byte>([0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
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

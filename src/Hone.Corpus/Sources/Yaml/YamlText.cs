using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Yaml;

/// <summary>
/// The documents of a YAML file, each read apart, so that a broken one costs itself. In YAML a line of '---' always ends a
/// document, inside quotes and blocks too, so the file can be cut at them before anything is parsed.
/// </summary>
internal static class YamlText
{
    /// <summary>The largest file of a published catalogue has 0.7 MB; what is larger than this is no catalogue.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>What <paramref name="read"/> makes of every document; what cannot be parsed is a broken item that names its line.</summary>
    public static IEnumerable<SourceItem> Read(SourceReference reference, string path, string relative, Func<YamlDocument, IEnumerable<SourceItem>> read)
    {
        foreach ((string text, int line) in Pieces(ReadFile(path)))
            foreach (SourceItem item in FileParts.OrBroken(reference, $"{relative}:{line}", () => [.. YamlReader.Read(text, path, line).SelectMany(read)]))
                yield return item;
    }

    /// <summary>Every document of a file; the first that cannot be parsed is an error.</summary>
    public static IReadOnlyList<YamlDocument> ReadAll(string path) =>
        [.. Pieces(ReadFile(path)).SelectMany(piece => YamlReader.Read(piece.Text, path, piece.Line))];

    /// <summary>The first document alone: the head of a page whose rest is no YAML. Null where the file begins otherwise.</summary>
    public static YamlDocument? ReadHead(string path)
    {
        string text = ReadFile(path);
        return IsSeparator(text, 0) ? Pieces(text).Take(1).SelectMany(piece => YamlReader.Read(piece.Text, path, piece.Line)).FirstOrDefault() : null;
    }

    private static string ReadFile(string path) =>
        EncodedText.Decode(InputFile.ReadAll(path, MaxBytes)).ReplaceLineEndings("\n");

    private static IEnumerable<(string Text, int Line)> Pieces(string text)
    {
        int start = 0, startLine = 1, line = 1;
        for (int at = 0; at < text.Length; line++)
        {
            if (at > start && IsSeparator(text, at))
            {
                if (HasContent(text.AsSpan(start, at - start)))
                    yield return (text[start..at], startLine);
                (start, startLine) = (at, line);
            }
            int end = text.IndexOf('\n', at);
            at = end < 0 ? text.Length : end + 1;
        }
        if (HasContent(text.AsSpan(start)))
            yield return (text[start..], startLine);
    }

    private static bool IsSeparator(string text, int at) =>
        text.AsSpan(at).StartsWith("---") && (at + 3 == text.Length || char.IsWhiteSpace(text[at + 3]));

    /// <summary>Whether there is more than comments, directives and marks.</summary>
    private static bool HasContent(ReadOnlySpan<char> piece)
    {
        foreach (ReadOnlySpan<char> line in piece.EnumerateLines())
            if (line.Trim() is not ("" or "---" or "...") && line.TrimStart()[0] is not ('#' or '%'))
                return true;
        return false;
    }
}

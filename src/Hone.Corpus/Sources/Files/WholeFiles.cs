using System.Xml;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Files;

/// <summary>Files that are one document each, or a few: read whole, within bounds. What is wrong with one file costs that file.</summary>
internal static class WholeFiles
{
    private const int MaxBytes = 64 << 20;

    /// <param name="read">Gets the document without its text, and the file's content.</param>
    public static IEnumerable<SourcePart> Parts(SourceReference reference, string[] endings, Func<Document, byte[], SourceItem> read) =>
        PartsOfMany(reference, endings, (document, content) => [read(document, content)]);

    public static IEnumerable<SourcePart> PartsOfMany(SourceReference reference, string[] endings, Func<Document, byte[], IEnumerable<SourceItem>> read) =>
        FileParts.Files(reference, endings, (path, relative) => ReadFile(Empty(reference, relative), path, read));

    /// <summary>A document of this source that has no text yet.</summary>
    public static Document Empty(SourceReference reference, string id) => new() { Id = id, Source = reference.Name, Text = "", Licence = reference.Licence, Tlp = reference.Tlp };

    private static SourceItem[] ReadFile(Document document, string path, Func<Document, byte[], IEnumerable<SourceItem>> read)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            return [SourceItem.Drop(document, Reasons.TooLarge, $"more than {MaxBytes >> 20} MiB")];
        byte[] content = InputFile.ReadAll(path, InputFile.IsGzip(path) ? 4 * MaxBytes : MaxBytes);
        try
        {
            return [.. read(document, content)];
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException)
        {
            throw new UserError($"{path}: cannot be read: {e.Message}", "It seems cut off or damaged.", e);
        }
    }
}

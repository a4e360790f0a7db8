using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>The two usual ways to cut a source into parts: by file, and by so many lines of a file.</summary>
internal static class FileParts
{
    /// <summary>A file a part. What makes one file unreadable costs that file.</summary>
    public static IEnumerable<SourcePart> Files(SourceReference reference, string[] endings, Func<string, string, IEnumerable<SourceItem>> read) =>
        SourceFiles.Of(reference, endings).Select(file => new SourcePart(file.Relative, () => OrBroken(reference, file.Relative, () => [.. read(file.Path, file.Relative)])));

    /// <summary>So many lines a part, of a JSON Lines file or any other whose records are lines.</summary>
    public static IEnumerable<SourcePart> Lines(SourceReference reference, string path, string relative, Func<JsonLine, IEnumerable<SourceItem>> read) =>
        LineChunk.Read(path).Select(chunk => new SourcePart(relative, () =>
            chunk.Lines().SelectMany(line => OrBroken(reference, $"{relative}:{line.Number}", () => [.. read(line)]))));

    /// <summary>The records, or in their place the reason why there are none.</summary>
    public static SourceItem[] OrBroken(SourceReference reference, string place, Func<SourceItem[]> read)
    {
        try
        {
            return read();
        }
        catch (UserError e)
        {
            return [SourceItem.Broken(reference, place, e.Message)];
        }
    }
}

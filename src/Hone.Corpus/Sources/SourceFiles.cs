using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>The files a source reads: the one it names, or those of a folder with one of the endings (".gz" after them too).</summary>
internal static class SourceFiles
{
    public static IReadOnlyList<(string Path, string Relative)> Of(SourceReference reference, params string[] endings)
    {
        if (File.Exists(reference.Path))
            return [(reference.Path, System.IO.Path.GetFileName(reference.Path))];
        (string, string)[] files = [.. FileTree.List(reference.Path).Where(file => HasEnding(file.Relative, endings))];
        return files.Length > 0
            ? files
            : throw new UserError($"{reference.Path}: no {string.Join(" or ", endings)} file in this folder", $"'{reference.Kind}:' reads files with these endings, in subfolders too.");
    }

    public static bool HasEnding(string path, params ReadOnlySpan<string> endings)
    {
        string plain = InputFile.IsGzip(path) ? path[..^3] : path;
        foreach (string ending in endings)
            if (plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}

using System.IO.Enumeration;

namespace Hone.Core.Documents;

/// <summary>
/// The files a path stands for, in an order that is the same on every machine. Names that begin with a dot are left out
/// (version control, editors), linked directories are not followed, linked files are: model caches are made of them.
/// </summary>
public static class FileTree
{
    /// <summary>The file itself, or every file below the directory, as (full path, relative path with '/'), in ordinal order of the latter.</summary>
    public static IReadOnlyList<(string Path, string Relative)> List(string path)
    {
        if (File.Exists(path))
            return [(path, Path.GetFileName(path))];
        if (!Directory.Exists(path))
            throw new UserError($"{path}: there is no such file or directory", "Check the path in the recipe; it is relative to where hone was started.");
        try
        {
            var files = new FileSystemEnumerable<string>(path, (ref FileSystemEntry e) => e.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            {
                ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory && e.FileName[0] != '.',
                ShouldRecursePredicate = (ref FileSystemEntry e) => e.FileName[0] != '.' && !e.Attributes.HasFlag(FileAttributes.ReparsePoint),
            };
            return [.. files.Select(file => (file, Path.GetRelativePath(path, file).Replace('\\', '/'))).OrderBy(file => file.Item2, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path}: cannot be listed: {e.Message}", null, e);
        }
    }
}

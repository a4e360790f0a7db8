namespace Hone.Evaluation.Tests.Doubles;

/// <summary>Publishers' files, which the repository does not hold: a directory "data-unpacked" beside it.</summary>
internal static class PublishedData
{
    /// <summary>The file or folder; skips the test where it is missing.</summary>
    public static string Find(params string[] parts)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine([directory.FullName, "data-unpacked", .. parts]);
            if (Path.Exists(path))
                return path;
        }
        Assert.Skip($"data-unpacked/{string.Join('/', parts)} is not here");
        return "";
    }
}

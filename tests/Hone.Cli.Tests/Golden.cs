namespace Hone.Cli.Tests;

/// <summary>Text that is compared with a committed file. HONE_UPDATE_GOLDEN=1 writes the files instead; review the diff.</summary>
internal static class Golden
{
    public static void Check(string name, string actual) => CheckFile($"tests/Hone.Cli.Tests/Golden/{name}", actual);

    /// <param name="file">Path inside the repository.</param>
    public static void CheckFile(string file, string actual)
    {
        var path = RepositoryRoot.File(file);
        if (Environment.GetEnvironmentVariable("HONE_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }
}

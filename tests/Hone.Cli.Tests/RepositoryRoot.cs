namespace Hone.Cli.Tests;

/// <summary>The checkout these tests run in.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find(string directory)
    {
        while (!System.IO.File.Exists(System.IO.Path.Combine(directory, "Hone.slnx")))
            directory = System.IO.Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("no Hone.slnx above the tests");
        return directory;
    }
}

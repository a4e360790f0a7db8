namespace Hone.Evaluation.Tests.Doubles;

/// <summary>A directory of its own for one test, named by the test and deleted after it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("hone-evaluation-").FullName;

    public string Path { get; }

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

/// <summary>A folder that goes when the test does.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hone-tokens-");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Loads a tokenizer.json given as text.</summary>
    public Tokenizer Load(string json)
    {
        File.WriteAllText(Path("tokenizer.json"), json);
        return Tokenizer.Load(Path("tokenizer.json"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

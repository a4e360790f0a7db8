using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests;

/// <summary>A folder of its own for one test, and the readers pointed into it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hone-corpus-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public SourceItem[] Read(string kind, string name = "", string options = "")
    {
        SourceReference reference = SourceReference.Parse($"{kind}:{(name.Length > 0 ? this[name] : Path)}{options}", out string? problem) ?? throw new InvalidOperationException(problem);
        return [.. SourceList.For(reference).Read(reference)];
    }

    /// <summary>Writes a file and reads it.</summary>
    public SourceItem[] ReadText(string kind, string name, string text)
    {
        Write(name, text);
        return Read(kind, name);
    }

    /// <summary>Writes a file whose last record is broken, and gives what is said of it.</summary>
    public string Problem(string kind, string name, string text)
    {
        SourceItem last = ReadText(kind, name, text)[^1];
        Assert.Equal(Reasons.Broken, last.Verdict.Reason);
        return last.Verdict.Detail!;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

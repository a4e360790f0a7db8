using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;

namespace Hone.Corpus.Fetching;

/// <summary>Compares what lies in a directory with its lock: every file there, whole and unchanged, and none beside them.</summary>
public static class LockCheck
{
    /// <summary>What is wrong, one line a file; nothing where all is as the lock has it.</summary>
    /// <param name="names">Only these sources; none: all.</param>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(string directory, IReadOnlyCollection<string> names, IProgressReporter progress, CancellationToken cancel)
    {
        FetchLock locked = (FetchLock.Load(directory) ?? throw NoLock(directory)).Only(names);
        string[] absent = [.. names.Where(name => !locked.Sources.ContainsKey(name)).Select(name => $"{name}: not in the lock")];
        List<string> problems = [.. absent];
        progress.Begin("check", locked.Files.Sum(file => file.Bytes), "bytes");
        long done = 0;
        foreach (LockedFile file in locked.Files)
        {
            if (await ProblemAsync(directory, file, cancel) is { } problem)
                problems.Add($"{file.Path}: {problem}");
            progress.Report(done += file.Bytes);
        }
        problems.AddRange(Strangers(directory, locked));
        return problems;
    }

    internal static UserError NoLock(string directory) => new($"{directory}: there is no {FetchLock.FileName}", "fetch something first: hone fetch attack --to DIR");

    internal static async Task<string?> ProblemAsync(string directory, LockedFile file, CancellationToken cancel)
    {
        var info = new FileInfo(Path.Combine(directory, file.Path));
        if (!info.Exists)
            return "missing";
        if (info.Length != file.Bytes)
            return $"{info.Length} bytes where the lock has {file.Bytes}";
        FileRecord record = await ContentHash.OfFileAsync(info.FullName, file.Path, cancel);
        return record.Sha256 == file.Sha256 ? null : "its content is not what was fetched";
    }

    /// <summary>A file that nobody fetched would be read all the same.</summary>
    private static IEnumerable<string> Strangers(string directory, FetchLock locked)
    {
        var known = locked.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return known.Where(path => path.Contains('/', StringComparison.Ordinal)).Select(path => path[..path.IndexOf('/', StringComparison.Ordinal)]).Distinct()
            .Where(folder => Directory.Exists(Path.Combine(directory, folder)))
            .SelectMany(folder => FileTree.List(Path.Combine(directory, folder)).Select(file => $"{folder}/{file.Relative}"))
            .Where(path => !known.Contains(path))
            .Select(path => $"{path}: not in the lock");
    }
}

using System.Security.Cryptography;
using Hone.Core.Runs;
using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Reports.Files;

/// <summary>Reads a run's files. The evaluation logs must be there; what else is missing is left out of the report.</summary>
internal static class RunReader
{
    public static RunReport Read(RunFiles files, string title, IReadOnlyList<string> arms, CancellationToken cancel)
    {
        var before = EvalLogFile.Load(files.Before);
        var read = new List<ReportArm>();
        foreach (var arm in arms)
        {
            cancel.ThrowIfCancellationRequested();
            read.Add(ReadArm(files, before, arm, read.Count));
        }
        return new RunReport
        {
            Title = title,
            Before = before,
            Arms = read,
            Corpus = CorpusCounts.Read(files.Counts),
            Costs = StageCost.ReadAll(files.Run, ReportStage.StageName),
            Sources = [.. new[] { files.Counts, files.Before }.Concat(arms.SelectMany(arm => new[] { files.Metrics(arm), files.After(arm) })).Where(File.Exists).Select(path => (Relative(files, path), Hash(path)))],
        };
    }

    private static ReportArm ReadArm(RunFiles files, EvalLog before, string arm, int index)
    {
        var log = EvalLogFile.Load(files.After(arm));
        return new ReportArm
        {
            Name = arm,
            Index = index,
            Log = log,
            Comparison = Comparison.Compare(before, log),
            Metrics = TrainingMetrics.Read(files.Metrics(arm)),
            Settings = File.Exists(files.Manifest(arm)) ? SettingList.Flatten(Manifest.Read(files.Manifest(arm)).Spec) : [],
        };
    }

    private static string Relative(RunFiles files, string path) => Path.GetRelativePath(files.Run, path).Replace('\\', '/');

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

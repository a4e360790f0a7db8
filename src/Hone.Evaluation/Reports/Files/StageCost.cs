using Hone.Core.Runs;

namespace Hone.Evaluation.Reports.Files;

/// <summary>What a stage cost, over all times it was started.</summary>
internal sealed record StageCost(string Stage, double WallSeconds, double PeakRssBytes)
{
    /// <summary>Every stage of the run that left a usage file, the earliest first.</summary>
    public static IReadOnlyList<StageCost> ReadAll(string run, string except) =>
        [.. Files(run, except).Select(file => (file.Stage, Attempts: UsageLog.Read(file.Path).ToArray()))
            .Where(stage => stage.Attempts.Length > 0)
            .OrderBy(stage => stage.Attempts[0].Started).ThenBy(stage => stage.Stage, StringComparer.Ordinal)
            .Select(stage => new StageCost(stage.Stage, stage.Attempts.Sum(a => a.WallSeconds), stage.Attempts.Max(a => a.PeakRssBytes)))];

    public static IEnumerable<(string Stage, string Path)> Files(string run, string except) =>
        !Directory.Exists(run) ? [] : Directory.GetDirectories(run)
            .Select(directory => (Stage: Path.GetFileName(directory), Path: new StageDirectory(directory).Usage))
            .Where(file => file.Stage != except && File.Exists(file.Path))
            .OrderBy(file => file.Stage, StringComparer.Ordinal);
}

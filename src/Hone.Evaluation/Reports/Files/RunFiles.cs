using Hone.Core.Runs;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Reports.Files;

/// <summary>The files of a run that a report is made from.</summary>
internal sealed class RunFiles(string run)
{
    public string Run => run;

    public string Counts => Stage("curate").Counts;

    public string Before => Stage("eval-before").In(EvalLogFile.Name);

    public string After(string arm) => Stage($"eval-{arm}").In(EvalLogFile.Name);

    public string Metrics(string arm) => Stage($"adapt-{arm}").Metrics;

    public string Manifest(string arm) => Stage($"adapt-{arm}").Manifest;

    public IEnumerable<string> For(IReadOnlyList<string> arms) =>
        [Counts, Before, .. arms.SelectMany(arm => new[] { After(arm), Metrics(arm), Manifest(arm) }), .. StageCost.Files(run, ReportStage.StageName).Select(file => file.Path)];

    private StageDirectory Stage(string name) => new(Path.Combine(run, name));
}

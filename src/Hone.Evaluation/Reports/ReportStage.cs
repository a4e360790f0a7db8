using System.Text;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Evaluation.Reports.Files;

namespace Hone.Evaluation.Reports;

/// <summary>
/// Reads what the other stages of a run wrote and tells it: <c>report.html</c> for people, <c>summary.json</c> for programs.
/// No number in either is typed by hand.
/// </summary>
/// <param name="run">The run's directory.</param>
/// <param name="title">What the page is headed with, usually the run's name.</param>
/// <param name="arms">The arms of the run, the main one first; each has "adapt-&lt;arm&gt;" and "eval-&lt;arm&gt;".</param>
public sealed class ReportStage(string run, string title, IReadOnlyList<string> arms) : IStage
{
    public const string StageName = "report";
    public const string SummaryName = "summary.json";

    public string Name => StageName;

    public JsonObject Spec => new() { ["title"] = title, ["arms"] = new JsonArray([.. arms.Select(arm => JsonValue.Create(arm))]) };

    /// <summary>The run's files that exist now: ask when the other stages are done.</summary>
    public IReadOnlyList<string> Inputs => [.. new RunFiles(run).For(arms).Where(File.Exists)];

    public Task RunAsync(StageContext context, CancellationToken cancel)
    {
        if (arms.Count == 0)
            throw new UserError("a report needs at least one arm", "Name the arms of the run, the main one first.");
        var directory = new StageDirectory(context.Directory);
        var report = RunReader.Read(new RunFiles(run), title, arms, cancel);
        AtomicFile.Write(directory.In(SummaryName), Summary.Of(report));
        AtomicFile.Write(directory.Report, Encoding.UTF8.GetBytes(ReportPage.Draw(report)));
        context.Progress.Note($"report: {directory.Report}");
        return Task.CompletedTask;
    }
}

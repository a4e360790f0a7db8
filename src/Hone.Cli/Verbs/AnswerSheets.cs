using System.CommandLine;
using System.Globalization;
using Hone.Cli.Output;
using Hone.Core;
using Hone.Evaluation.Answers;

namespace Hone.Cli.Verbs;

/// <summary>What eval does with stored answers: the options for it, and the scoring.</summary>
internal sealed class AnswerSheets
{
    public Option<string?> Answers { get; } = new("--answers")
    {
        Description = "Score answers that are stored, without a model: a publisher's sheet (.tsv, .csv), one {\"id\",\"answer\"} a line (.jsonl) or CTIBench's raw log (.txt).",
        HelpName = "FILE",
    };

    public Option<string?> Benchmark { get; } = new("--benchmark")
    {
        Description = $"Whose rules the answers are scored by: {string.Join(", ", AnswerScoring.Benchmarks)}.",
        HelpName = "NAME",
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "The publisher's file with the right answers, where the sheet has no column GT; for cti-taa also the folder of its tables, for ifeval its prompts.",
        HelpName = "PATH",
    };

    public Option<double?> FailUnder { get; } = new("--fail-under")
    {
        Description = "End with exit code 1 where a headline score is lower (0.6 is 60%), or, in cti-vsp, higher.",
        HelpName = "SCORE",
    };

    /// <summary>Either a model and what to measure it on, or answers and whose they are.</summary>
    public string? Problem(ParseResult parsed, bool model, bool suite) =>
        parsed.GetValue(Answers) is null
            ? (parsed.GetValue(Benchmark) ?? parsed.GetValue(Data)) is not null || parsed.GetValue(FailUnder) is not null ? "--benchmark, --data and --fail-under go with --answers"
            : model && suite ? null : "give a MODEL and --suite, or --answers and --benchmark"
        : model || suite ? "--answers are scored without MODEL and --suite"
        : parsed.GetValue(Benchmark) is null ? "--answers needs --benchmark" : null;

    public int Score(CliStreams io, ParseResult parsed)
    {
        var benchmark = parsed.GetValue(Benchmark) ?? "";
        var limit = parsed.GetValue(FailUnder);
        if (limit is { } wrong && !(wrong >= 0 && wrong <= (benchmark == "cti-vsp" ? 10 : 1)))
            throw new UserError($"--fail-under {wrong.ToString(CultureInfo.InvariantCulture)} is no possible score", "Shares go from 0 to 1: 0.6 is 60%. The deviation of cti-vsp goes from 0 to 10.");
        var report = AnswerScoring.Score(benchmark, parsed.GetValue(Answers) ?? "", parsed.GetValue(Data));
        if (parsed.GetValue<bool>("--json"))
            io.Out.WriteLine(report.ToJson());
        else
            AnswerTable.Write(io.Out, report);
        foreach (var model in report.Models.Where(model => model.Missing > 0))
            io.Error.WriteLine($"{model.Model}: {model.Missing} questions have no row; they count as not answered");
        return limit is { } least ? Judge(io, report, least) : ExitCode.Done;
    }

    private static int Judge(CliStreams io, AnswerReport report, double limit)
    {
        var code = ExitCode.Done;
        foreach (var model in report.Models)
        {
            if (model.Headline.Value is { } value && (report.LessIsBetter ? value <= limit : value >= limit))
                continue;
            io.Error.WriteLine($"{model.Model}: {AnswerTable.Number(model.Headline.Metric, model.Headline.Value)} does not reach {AnswerTable.Number(model.Headline.Metric, limit)}");
            code = ExitCode.Failed;
        }
        return code;
    }
}

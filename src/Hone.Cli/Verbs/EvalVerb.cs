using System.CommandLine;
using System.Text.RegularExpressions;
using Hone.Cli.Models;
using Hone.Cli.Output;
using Hone.Cli.Recipes;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Evaluation;
using Hone.Evaluation.Logs;

namespace Hone.Cli.Verbs;

internal static partial class EvalVerb
{
    public static Command Create(CliStreams io)
    {
        var model = new Argument<string?>("MODEL") { Description = "A model directory.", Arity = ArgumentArity.ZeroOrOne };
        var suite = new Option<string[]>("--suite")
        {
            Description = "What to measure on, and any other setting of a recipe's evaluate section: exam=FILE, cti_mcq=FILE, mmlu=DIR, domain_heldout=FILE, max_questions=200. May be given more than once.",
            HelpName = "KEY=VALUE",
        };
        var runs = new Option<string>("--runs") { Description = "Where run directories are kept; the log goes to eval/MODEL there.", HelpName = "DIR", DefaultValueFactory = _ => "runs" };
        var json = new Option<bool>("--json") { Description = "Print the whole evaluation log, or all scores of the answers, as JSON." };
        var sheets = new AnswerSheets();
        var command = new Command("eval", "Measure a model on held-out documents and benchmarks, or score answers that are stored.")
        {
            model, suite, runs, sheets.Answers, sheets.Benchmark, sheets.Data, sheets.FailUnder, json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var suites = parsed.GetValue(suite) ?? [];
            if (sheets.Problem(parsed, parsed.GetValue(model) is not null, suites.Length > 0) is { } problem)
                return Task.FromResult(ErrorPrinter.PrintUsage(io, "eval", [problem]));
            return parsed.GetValue(model) is { } directory
                ? RunAsync(io, directory, suites, parsed.GetRequiredValue(runs), parsed.GetValue(json), cancel)
                : Task.Run(() => sheets.Score(io, parsed), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(CliStreams io, string model, string[] suite, string runs, bool json, CancellationToken cancel)
    {
        if (!Directory.Exists(model))
            throw new UserError($"there is no model directory '{model}'", "give a directory with config.json, tokenizer.json and model.safetensors");
        var reading = RecipeFile.Read<EvalSpec>("{}", "--suite", suite);
        if (reading.Problems.Count > 0 || reading.Value is null)
            return ErrorPrinter.Print(io, reading.Problems);
        var spec = reading.Value with { Model = model };
        if (spec.Validate() is { Count: > 0 } problems)
            throw new UserError(string.Join("; ", problems), "hone eval --help lists what --suite takes");
        var run = RunDirectory.Open(runs, "eval");
        var stage = new EvalStage(StageName(model), spec, LocalLanguageModel.Open, DocumentReader.Read);
        using (var progress = io.Progress())
            await StageRunner.RunAsync(stage, run, progress, io.Time, cancel);
        var log = run.Stage(stage.Name).In(EvalLogFile.Name);
        if (json)
            io.Out.Write(await File.ReadAllTextAsync(log, cancel));
        else
            ScoreTable.Write(io.Out, EvalLogFile.Load(log));
        io.Error.WriteLine($"log: {log}");
        return ExitCode.Done;
    }

    /// <summary>runs/quickstart/adapt-hone/model becomes "quickstart-adapt-hone-model", so that two models' logs lie side by side.</summary>
    private static string StageName(string model)
    {
        var name = NotInNames().Replace(Path.TrimEndingDirectorySeparator(model).TrimStart('.', '/', '\\'), "-");
        name = name.StartsWith("runs-", StringComparison.Ordinal) ? name[5..] : name;
        name = name.Length > 64 ? name[^64..] : name;
        name = name.TrimStart('-', '.', '_');
        return name.Length > 0 ? name : "model";
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NotInNames();
}

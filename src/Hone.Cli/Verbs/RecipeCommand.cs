using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Cli.Output;
using Hone.Cli.Recipes;
using Hone.Core;
using Hone.Core.Runs;

namespace Hone.Cli.Verbs;

/// <summary>What run, curate and adapt share: they take the same recipe and differ in where they stop.</summary>
internal static class RecipeCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <param name="until">Which stages are the last ones wanted; null: all.</param>
    public static Command Create(CliStreams io, string name, string description, Func<string, bool>? until)
    {
        var recipe = new Argument<string>("RECIPE") { Description = "A recipe, for example recipes/quickstart.yaml." };
        var set = new Option<string[]>("--set") { Description = "Change a setting of the recipe: adapt.tokens=500000. May be given more than once.", HelpName = "KEY=VALUE" };
        var runs = new Option<string>("--runs") { Description = "Where run directories are kept.", HelpName = "DIR", DefaultValueFactory = _ => "runs" };
        var json = new Option<bool>("--json") { Description = "Print the stages and their directories as JSON." };
        var command = new Command(name, description) { recipe, set, runs, json };
        command.SetAction((parsed, cancel) =>
            RunAsync(io, parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? [], parsed.GetRequiredValue(runs), until, parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(CliStreams io, string path, string[] set, string runs, Func<string, bool>? until, bool json, CancellationToken cancel)
    {
        var reading = RecipeFile.Read(path, set);
        if (reading.Problems.Count > 0 || reading.Value is not { } recipe)
            return ErrorPrinter.Print(io, reading.Problems);
        var run = RunDirectory.Open(runs, recipe.Name);
        var stages = Wanted(RunPlan.Make(recipe, run), until);
        if (stages.Count == 0)
            throw new UserError($"{path} has no such stage", "its sections decide which stages there are; see docs/concepts/runs-and-stages.md");
        io.Error.WriteLine($"{recipe.Name}: {string.Join(", ", stages.Select(s => s.Name))} -> {run.Path}");
        var outcomes = await RunStagesAsync(io, run, stages, cancel);
        Finish(io, run, stages, outcomes, json);
        return ExitCode.Done;
    }

    private static List<IStage> Wanted(IReadOnlyList<IStage> stages, Func<string, bool>? until)
    {
        var last = until is null ? stages.Count - 1 : stages.ToList().FindLastIndex(s => until(s.Name));
        // A verb for one stage leaves out evaluations: they only read what the others make.
        return stages.Take(last + 1).Where(s => until is null || !s.Name.StartsWith("eval-", StringComparison.Ordinal)).ToList();
    }

    private static async Task<List<StageOutcome>> RunStagesAsync(CliStreams io, RunDirectory run, List<IStage> stages, CancellationToken cancel)
    {
        var outcomes = new List<StageOutcome>();
        using var held = run.Hold();
        using var progress = io.Progress();
        foreach (var stage in stages)
        {
            progress.Note(string.Create(CultureInfo.InvariantCulture, $"[{outcomes.Count + 1}/{stages.Count}] {stage.Name}"));
            outcomes.Add(await StageRunner.RunAsync(stage, run, progress, io.Time, cancel));
        }
        return outcomes;
    }

    private static void Finish(CliStreams io, RunDirectory run, List<IStage> stages, List<StageOutcome> outcomes, bool json)
    {
        var report = run.Stage("report").Report;
        if (File.Exists(report) && stages[^1].Name == "report")
            io.Error.WriteLine($"done; open {report}");
        else
            io.Error.WriteLine($"done; see {run.Path}");
        if (!json)
            return;
        var list = stages.Zip(outcomes, (stage, outcome) => (JsonNode)new JsonObject
        {
            ["stage"] = stage.Name,
            ["directory"] = run.Stage(stage.Name).Path,
            ["outcome"] = SettingShape.SnakeCase(outcome.ToString()),
        });
        io.Out.WriteLine(new JsonObject { ["run"] = run.Path, ["stages"] = new JsonArray(list.ToArray()) }.ToJsonString(Indented));
    }
}

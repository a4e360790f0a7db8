using System.CommandLine;
using System.Text.Json.Nodes;
using Hone.Cli.Output;
using Hone.Engine.Adapters;
using Hone.Engine.Tensors;

namespace Hone.Cli.Verbs;

internal static class MergeVerb
{
    public static Command Create(CliStreams io)
    {
        var model = new Argument<string>("MODEL") { Description = "The model directory that the adapter was trained on." };
        var adapter = new Argument<string>("ADAPTER") { Description = "An adapter directory in PEFT's layout." };
        var to = new Option<string>("--out") { Description = "The model directory to write.", HelpName = "DIR", Required = true };
        var format = new Option<WeightFormat>("--format")
        {
            Description = "What the weights will be held in: bf16 or f32; or a format to be exported to later (q8_0, q4_k): the directory is then written in bf16, and refused if that format would swallow the adapter.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => WeightFormat.BF16,
        };
        var text = new Option<string?>("--text") { Description = "Text to compare the models on, instead of a sample.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print what the comparison found as JSON." };
        var command = new Command("merge", "Merge an adapter into its model, and check by their logits that nothing is lost.") { model, adapter, to, format, text, json };
        command.SetAction((parsed, cancel) => Task.Run(() =>
            Run(io, parsed.GetRequiredValue(model), parsed.GetRequiredValue(adapter), parsed.GetRequiredValue(to), parsed.GetValue(format), parsed.GetValue(text), parsed.GetValue(json)), cancel));
        return command;
    }

    private static int Run(CliStreams io, string model, string adapter, string to, WeightFormat format, string? text, bool json)
    {
        MergeReport report;
        using (var progress = io.Progress())
            report = ModelMerge.Merge(model, adapter, to, format, text, progress);
        if (json)
            io.Out.WriteLine(new JsonObject { ["relative_error"] = report.RelativeError, ["lost_share"] = report.LostShare, ["changed_share"] = report.ChangedShare }.ToJsonString());
        io.Error.WriteLine($"wrote {to}: {report}");
        return ExitCode.Done;
    }
}

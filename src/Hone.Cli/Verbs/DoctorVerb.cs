using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Cli.Output;

namespace Hone.Cli.Verbs;

internal static class DoctorVerb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static Command Create(CliStreams io)
    {
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new Command("doctor", "Show what this machine offers: processor, memory, GPU, optional tools.") { json };
        command.SetAction(parsed => Show(io, parsed.GetValue(json)));
        return command;
    }

    private static void Show(CliStreams io, bool asJson)
    {
        var findings = MachineFindings.Collect();
        if (asJson)
        {
            var document = new JsonObject();
            foreach (var finding in findings)
                document[finding.Key] = finding.Value;
            io.Out.WriteLine(document.ToJsonString(Indented));
            return;
        }
        var width = findings.Max(f => f.Label.Length) + 2;
        foreach (var finding in findings)
            io.Out.WriteLine($"{finding.Label.PadRight(width)}{finding.Value}{(finding.Remark.Length > 0 ? $"  ({finding.Remark})" : "")}");
    }
}

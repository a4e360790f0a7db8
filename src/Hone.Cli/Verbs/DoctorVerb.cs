using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Cli.Output;
using Hone.Engine.SelfTest;

namespace Hone.Cli.Verbs;

internal static class DoctorVerb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static Command Create(CliStreams io)
    {
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var selfTest = new Option<bool>("--self-test") { Description = "Compare the engine's kernels with plain arithmetic on this machine; takes some seconds." };
        var command = new Command("doctor", "Show what this machine offers: processor, memory, GPU, optional tools.") { selfTest, json };
        command.SetAction(parsed => parsed.GetValue(selfTest) ? SelfTest(io, parsed.GetValue(json)) : Show(io, parsed.GetValue(json)));
        return command;
    }

    private static int Show(CliStreams io, bool asJson)
    {
        var findings = MachineFindings.Collect();
        if (asJson)
        {
            var document = new JsonObject();
            foreach (var finding in findings)
                document[finding.Key] = finding.Value;
            io.Out.WriteLine(document.ToJsonString(Indented));
            return ExitCode.Done;
        }
        var width = findings.Max(f => f.Label.Length) + 2;
        foreach (var finding in findings)
            io.Out.WriteLine($"{finding.Label.PadRight(width)}{finding.Value}{(finding.Remark.Length > 0 ? $"  ({finding.Remark})" : "")}");
        return ExitCode.Done;
    }

    private static int SelfTest(CliStreams io, bool asJson)
    {
        var checks = new List<SelfCheck>();
        foreach (var check in EngineSelfTest.Run())
        {
            checks.Add(check);
            if (!asJson)
                io.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(check.Passed ? "ok    " : "FAILED")}  {check.Name}: error {check.Error:0.0e+0}, bound {check.Bound:0.0e+0}"));
        }
        if (asJson)
            io.Out.WriteLine(new JsonArray([.. checks.Select(Line)]).ToJsonString(Indented));
        var failed = checks.Count(check => !check.Passed);
        io.Error.WriteLine(failed == 0 ? $"{checks.Count} checks passed" : $"{failed} of {checks.Count} checks failed: HONE_NO_ASSEMBLED_KERNELS=1 uses portable kernels alone; please report this machine");
        return failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    // JSON has no infinity: what came out as no number at all is written as null.
    private static JsonObject Line(SelfCheck check) => new()
    {
        ["name"] = check.Name,
        ["passed"] = check.Passed,
        ["error"] = double.IsFinite(check.Error) ? check.Error : null,
        ["bound"] = check.Bound,
    };
}

using System.CommandLine;
using Hone.Cli.Output;
using Hone.Core;
using Hone.Engine.Checkpoints;

namespace Hone.Cli.Verbs;

internal static class ExportVerb
{
    public static Command Create(CliStreams io)
    {
        var model = new Argument<string>("MODEL") { Description = "A model directory, or a GGUF file to be written in another type." };
        var to = new Option<string>("--to") { Description = "The file to write.", HelpName = "FILE.gguf", Required = true };
        var type = new Option<string>("--type") { Description = $"What weights are written as: {string.Join(", ", ModelExport.GgufTypes)}.", HelpName = "TYPE", DefaultValueFactory = _ => "q8_0" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there." };
        var command = new Command("export", "Write a model as one GGUF file, which llama.cpp, Ollama and LM Studio open.") { model, to, type, force };
        type.AcceptOnlyFromAmong([.. ModelExport.GgufTypes]);
        command.SetAction((parsed, cancel) => Task.Run(() => Write(io, parsed.GetRequiredValue(model), parsed.GetRequiredValue(to), parsed.GetRequiredValue(type), parsed.GetValue(force), cancel), cancel));
        return command;
    }

    private static int Write(CliStreams io, string model, string path, string type, bool force, CancellationToken cancel)
    {
        if (!force && File.Exists(path))
            throw new UserError($"{path} is there already.", "Give another name, or --force to replace it.");
        IReadOnlyList<string> notes;
        using (var progress = io.Progress())
            notes = ModelExport.ToGguf(model, path, type, progress, cancel);
        foreach (var note in notes)
            io.Error.WriteLine($"note: {note}");
        io.Error.WriteLine($"wrote {path}, {new FileInfo(path).Length:N0} bytes");
        return ExitCode.Done;
    }
}

using Hone.Cli.Recipes;
using Hone.Core;
using Spectre.Console;

namespace Hone.Cli.Output;

/// <summary>Exit codes: one meaning each, also in docs/reference/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;
}

/// <summary>How what went wrong is said: a person's mistake in two lines, our own with its trace.</summary>
internal static class ErrorPrinter
{
    public static int Print(CliStreams io, UserError error)
    {
        Say(io, "error", "red", error.Message);
        if (error.Hint is not null)
            Say(io, "hint", "yellow", error.Hint);
        return ExitCode.Failed;
    }

    public static int Print(CliStreams io, IReadOnlyList<RecipeProblem> problems)
    {
        foreach (var problem in problems)
        {
            Say(io, "error", "red", $"{problem.At}: {problem.Message}");
            Say(io, "hint", "yellow", problem.Remedy);
        }
        io.Error.WriteLine(problems.Count == 1 ? "1 problem; nothing was started" : $"{problems.Count} problems; nothing was started");
        return ExitCode.Usage;
    }

    public static int PrintUsage(CliStreams io, string verb, IEnumerable<string> messages)
    {
        foreach (var message in messages)
            Say(io, "error", "red", message.ReplaceLineEndings(" ").Trim());
        Say(io, "hint", "yellow", verb == Application.Name ? "hone --help lists the verbs" : $"hone {verb} --help lists what it takes");
        return ExitCode.Usage;
    }

    public static int PrintBug(CliStreams io, Exception error)
    {
        io.Error.WriteLine(error);
        Say(io, "error", "red", $"this is a mistake in hone {Application.Version}, not in what you did");
        Say(io, "hint", "yellow", "please report the lines above together with the command and the output of 'hone doctor'");
        return ExitCode.Failed;
    }

    private static void Say(CliStreams io, string label, string colour, string text)
    {
        if (io.ErrorIsTerminal)
            io.Ansi().MarkupLine($"[{colour}]{label}:[/] {Markup.Escape(text)}");
        else
            io.Error.WriteLine($"{label}: {text}");
    }
}

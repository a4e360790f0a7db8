using Hone.Core.Runs;
using Spectre.Console;

namespace Hone.Cli.Output;

/// <summary>
/// Where a verb reads and writes: stdout is data, stderr is talk. Tests hand in strings and a clock of their own.
/// </summary>
internal sealed record CliStreams(TextReader In, TextWriter Out, TextWriter Error, TimeProvider Time)
{
    /// <summary>A person watches stderr: progress may redraw its line.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>A person types: chat shows a prompt.</summary>
    public bool InIsTerminal { get; init; }

    public static CliStreams OfProcess() => new(Console.In, Console.Out, Console.Error, TimeProvider.System)
    {
        ErrorIsTerminal = !Console.IsErrorRedirected,
        InIsTerminal = !Console.IsInputRedirected,
    };

    /// <summary>The progress display that suits stderr.</summary>
    public ConsoleProgress Progress() => new(ErrorIsTerminal ? new TerminalBar(Ansi(), Time) : new PlainLines(Error, Time), Time);

    /// <summary>stderr with colours where the terminal has them and NO_COLOR does not forbid them.</summary>
    public IAnsiConsole Ansi() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Error),
        Ansi = ErrorIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        Interactive = InteractionSupport.No,
    });
}

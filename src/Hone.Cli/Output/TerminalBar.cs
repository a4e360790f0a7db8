using Spectre.Console;

namespace Hone.Cli.Output;

/// <summary>One line at the foot of the terminal that redraws itself; notes scroll past above it.</summary>
internal sealed class TerminalBar(IAnsiConsole console, TimeProvider time) : IProgressDisplay
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private ProgressView? _shown;
    private long _drawn;

    public void Begin(ProgressView view) => Draw(view);

    public void Update(ProgressView view)
    {
        _shown = view;
        if (time.GetElapsedTime(_drawn) >= Redraw)
            Draw(view);
    }

    public void End(ProgressView view)
    {
        Draw(view with { Left = null });
        console.WriteLine();
        _shown = null;
    }

    public void Note(string line)
    {
        Erase();
        console.WriteLine(line);
        if (_shown is not null)
            Draw(_shown);
    }

    private void Draw(ProgressView view)
    {
        _shown = view;
        _drawn = time.GetTimestamp();
        Erase();
        var text = ProgressText.Line(view);
        if (view.Share is not { } share)
        {
            console.Markup(Markup.Escape(Fit(text, console.Profile.Width - 1)));
            return;
        }
        var full = (int)Math.Round(share * BarWidth);
        var bar = $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]";
        console.Markup($"{bar} {Markup.Escape(Fit(text, console.Profile.Width - BarWidth - 2))}");
    }

    /// <summary>Back to the first column and clear, where the terminal knows how; else the line is simply written again.</summary>
    private void Erase() => console.Profile.Out.Writer.Write(console.Profile.Capabilities.Ansi ? "\r\u001b[2K" : "\r");

    private static string Fit(string text, int width) => text.Length <= width || width < 4 ? text : string.Concat(text.AsSpan(0, width - 3), "...");
}

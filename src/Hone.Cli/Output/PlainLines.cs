namespace Hone.Cli.Output;

/// <summary>For logs and pipes: a line when work begins and ends, and one about every five seconds between.</summary>
internal sealed class PlainLines(TextWriter writer, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long _last;

    public void Begin(ProgressView view)
    {
        _last = time.GetTimestamp();
        writer.WriteLine(view.Total > 0 ? ProgressText.Line(view) : view.Title);
    }

    public void Update(ProgressView view)
    {
        if (time.GetElapsedTime(_last) < Pause)
            return;
        _last = time.GetTimestamp();
        writer.WriteLine(ProgressText.Line(view));
    }

    public void End(ProgressView view)
    {
        if (view.Done > 0)
            writer.WriteLine(ProgressText.Line(view with { Left = null }));
    }

    public void Note(string line) => writer.WriteLine(line);
}

namespace Hone.Cli.Output;

/// <summary>For logs and pipes: a line about every five seconds and one at the end; work that is over at once says nothing.</summary>
internal sealed class PlainLines(TextWriter writer, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private long _begun;
    private long _last;

    public void Begin(ProgressView view) => _begun = _last = time.GetTimestamp();

    public void Update(ProgressView view)
    {
        if (time.GetElapsedTime(_last) < Pause)
            return;
        _last = time.GetTimestamp();
        writer.WriteLine(ProgressText.Line(view));
    }

    public void End(ProgressView view)
    {
        if (time.GetElapsedTime(_begun) >= AtOnce)
            writer.WriteLine(ProgressText.Line(view with { Left = null }));
    }

    public void Note(string line) => writer.WriteLine(line);
}

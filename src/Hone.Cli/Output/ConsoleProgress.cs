using Hone.Core.Runs;

namespace Hone.Cli.Output;

/// <summary>What is known about a piece of work at one moment.</summary>
internal sealed record ProgressView(string Title, long Done, long Total, string Unit, double? PerSecond, TimeSpan? Left, string? Detail)
{
    public double? Share => Total > 0 ? Math.Clamp((double)Done / Total, 0, 1) : null;
}

/// <summary>How progress is shown: a bar that redraws, or lines that stay.</summary>
internal interface IProgressDisplay
{
    void Begin(ProgressView view);

    void Update(ProgressView view);

    void End(ProgressView view);

    void Note(string line);
}

/// <summary>Counts, rates and remaining time for whatever display is attached. Safe to call from several threads.</summary>
internal sealed class ConsoleProgress(IProgressDisplay display, TimeProvider time) : IProgressReporter, IDisposable
{
    private readonly Lock _gate = new();
    private ProgressView? _current;
    private (long Done, long Stamp)? _first;

    public void Begin(string title, long total, string unit)
    {
        lock (_gate)
        {
            Finish();
            _first = null;
            _current = new ProgressView(title, 0, total, unit, null, null, null);
            display.Begin(_current);
        }
    }

    public void Report(long done, string? detail = null)
    {
        lock (_gate)
        {
            if (_current is null)
                return;
            _current = Measure(_current with { Done = done, Detail = detail });
            if (_current.Share is 1)
                Finish();
            else
                display.Update(_current);
        }
    }

    public void Note(string line)
    {
        lock (_gate)
        {
            // Nothing else says that work of unknown length is over.
            if (_current is { Total: 0 })
                Finish();
            display.Note(line);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            Finish();
    }

    private void Finish()
    {
        if (_current is not null)
            display.End(_current);
        _current = null;
    }

    /// <summary>The first report is where measuring starts: work that goes on after a stop begins far from zero.</summary>
    private ProgressView Measure(ProgressView view)
    {
        _first ??= (view.Done, time.GetTimestamp());
        var seconds = time.GetElapsedTime(_first.Value.Stamp).TotalSeconds;
        var done = view.Done - _first.Value.Done;
        if (seconds <= 0 || done <= 0)
            return view;
        var rate = done / seconds;
        return view with { PerSecond = rate, Left = view.Total > 0 ? TimeSpan.FromSeconds(Math.Max(0, view.Total - view.Done) / rate) : null };
    }
}

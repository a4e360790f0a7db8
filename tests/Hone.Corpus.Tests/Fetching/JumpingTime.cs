namespace Hone.Corpus.Tests.Fetching;

/// <summary>A clock on which every wait is over at once: whoever waits moves it on. Nothing in these tests sleeps.</summary>
internal sealed class JumpingTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private TimeSpan _passed;

    public List<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
            return _passed.Ticks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return start + _passed;
    }

    public void Advance(TimeSpan time)
    {
        lock (_gate)
            _passed += time;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new AtOnce(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class AtOnce(JumpingTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            lock (time._gate)
            {
                time._passed += dueTime;
                time.Waits.Add(dueTime);
            }
            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

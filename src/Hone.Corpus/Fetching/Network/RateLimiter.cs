namespace Hone.Corpus.Fetching.Network;

/// <summary>Waits so that in no window of the limit's length more requests begin than it allows. One caller at a time.</summary>
internal sealed class RateLimiter(int requests, TimeSpan window, TimeProvider time)
{
    private readonly Queue<DateTimeOffset> _begun = new();

    public async Task WaitAsync(CancellationToken cancel)
    {
        if (_begun.Count >= requests)
        {
            TimeSpan wait = _begun.Dequeue() + window - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancel);
        }
        _begun.Enqueue(time.GetUtcNow());
    }
}

namespace Hone.Corpus.Curation;

/// <summary>
/// Applies a pure function on all cores and hands the results on in the order of the inputs. So many inputs are under way at a
/// time, so memory does not grow with their number.
/// </summary>
internal static class OrderedParallel
{
    private static readonly int _ahead = 2 * Environment.ProcessorCount;

    public static IEnumerable<TOut> Select<TIn, TOut>(IEnumerable<TIn> items, Func<TIn, TOut> function, CancellationToken cancel)
    {
        var running = new Queue<Task<TOut>>(_ahead);
        try
        {
            foreach (TIn item in items)
            {
                cancel.ThrowIfCancellationRequested();
                running.Enqueue(Task.Run(() => function(item), cancel));
                if (running.Count == _ahead)
                    yield return running.Dequeue().GetAwaiter().GetResult();
            }
            while (running.TryDequeue(out Task<TOut>? next))
                yield return next.GetAwaiter().GetResult();
        }
        finally
        {
            // Where the caller stops early or one failed, nothing works on behind its back.
            Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }
}

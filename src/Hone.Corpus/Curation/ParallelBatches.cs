namespace Hone.Corpus.Curation;

/// <summary>
/// Applies a pure function on all cores and hands the results on in the order of the inputs. It works batch by batch, bounded in
/// items and in characters, so memory does not grow with the corpus.
/// </summary>
internal static class ParallelBatches
{
    private const int MostItems = 1024;
    private const long MostCharacters = 8 << 20;

    public static IEnumerable<TOut> Select<TIn, TOut>(IEnumerable<TIn> items, Func<TIn, long> characters, Func<TIn, TOut> function, CancellationToken cancel)
    {
        var batch = new List<TIn>(MostItems);
        long size = 0;
        foreach (TIn item in items)
        {
            batch.Add(item);
            size += characters(item);
            if (batch.Count < MostItems && size < MostCharacters)
                continue;
            foreach (TOut result in Run(batch, function, cancel))
                yield return result;
            batch.Clear();
            size = 0;
        }
        foreach (TOut result in Run(batch, function, cancel))
            yield return result;
    }

    private static TOut[] Run<TIn, TOut>(List<TIn> batch, Func<TIn, TOut> function, CancellationToken cancel)
    {
        var results = new TOut[batch.Count];
        try
        {
            Parallel.For(0, batch.Count, new ParallelOptions { CancellationToken = cancel }, i => results[i] = function(batch[i]));
        }
        catch (AggregateException e) when (e.InnerException is Core.UserError error)
        {
            throw error;
        }
        return results;
    }
}

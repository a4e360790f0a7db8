namespace Hone.Engine.Generation;

/// <summary>Partial selection (quickselect, Hoare 1961): finds the largest weights without sorting the rest. Of equal weights the lower token comes first.</summary>
internal static class Selection
{
    private const int Few = 24;

    /// <summary>
    /// Moves to the front the fewest largest weights, with their tokens, that are <paramref name="count"/> many or together hold
    /// <paramref name="mass"/>, whichever is fewer; returns their number.
    /// </summary>
    public static int Largest(Span<float> weights, Span<int> tokens, int count, double mass)
    {
        var (low, high, held) = (0, weights.Length, 0.0);
        while (high - low > Few)
        {
            var (pivot, before) = Partition(weights, tokens, low, high);
            if (pivot >= count || held + before >= mass)
            {
                high = pivot;
                continue;
            }
            held += before + weights[pivot];
            low = pivot + 1;
            if (low >= count || held >= mass)
                return low;
        }
        Sort(weights[low..high], tokens[low..high]);
        for (; low < high; low++)
        {
            held += weights[low];
            if (low + 1 >= count || held >= mass)
                return low + 1;
        }
        return high;
    }

    // Where the pivot came to stand, and the sum of the weights before it.
    private static (int Pivot, double Before) Partition(Span<float> weights, Span<int> tokens, int low, int high)
    {
        var last = high - 1;
        Swap(weights, tokens, Middle(weights, tokens, low, low + ((high - low) / 2), last), last);
        var (store, before) = (low, 0.0);
        for (var i = low; i < last; i++)
        {
            if (!Precedes(weights, tokens, i, last))
                continue;
            Swap(weights, tokens, i, store);
            before += weights[store++];
        }
        Swap(weights, tokens, store, last);
        return (store, before);
    }

    private static int Middle(Span<float> weights, Span<int> tokens, int a, int b, int c)
    {
        if (Precedes(weights, tokens, b, a))
            (a, b) = (b, a);
        if (Precedes(weights, tokens, c, b))
            b = Precedes(weights, tokens, c, a) ? a : c;
        return b;
    }

    private static void Sort(Span<float> weights, Span<int> tokens)
    {
        for (var i = 1; i < weights.Length; i++)
        {
            for (var j = i; j > 0 && Precedes(weights, tokens, j, j - 1); j--)
                Swap(weights, tokens, j, j - 1);
        }
    }

    private static bool Precedes(Span<float> weights, Span<int> tokens, int i, int j)
        => weights[i] > weights[j] || (weights[i] == weights[j] && tokens[i] < tokens[j]);

    private static void Swap(Span<float> weights, Span<int> tokens, int i, int j)
    {
        (weights[i], weights[j]) = (weights[j], weights[i]);
        (tokens[i], tokens[j]) = (tokens[j], tokens[i]);
    }
}

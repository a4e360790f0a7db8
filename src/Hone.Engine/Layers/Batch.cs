namespace Hone.Engine.Layers;

/// <summary>
/// Rows of equal length for one pass: tokens, where each token's document starts in its row, and positions for the rotary embedding.
/// </summary>
internal sealed class Batch
{
    public Batch(int[] tokens, int rowLength, int endOfText)
        : this(tokens, rowLength, StartsAt(tokens, rowLength, endOfText))
    {
    }

    /// <param name="starts">Where each token's document begins in its row.</param>
    public Batch(int[] tokens, int rowLength, int[] starts)
    {
        Tokens = tokens;
        RowLength = rowLength;
        Starts = starts;
        // They run on through a row's documents: the rotary embedding makes scores of differences of positions alone.
        Positions = [.. Enumerable.Range(0, tokens.Length).Select(n => n % rowLength)];
    }

    /// <summary>
    /// Where each token's document begins: at the end-of-text token before it, which is the first thing its tokens may see: the model learns
    /// to begin from it.
    /// </summary>
    public static int[] StartsAt(ReadOnlySpan<int> tokens, int rowLength, int endOfText)
    {
        var starts = new int[tokens.Length];
        for (var n = 0; n < tokens.Length; n++)
            starts[n] = n % rowLength == 0 || tokens[n] == endOfText ? n % rowLength : starts[n - 1];
        return starts;
    }

    public int[] Tokens { get; }

    public int RowLength { get; }

    public int[] Starts { get; }

    public int[] Positions { get; }

    public int Count => Tokens.Length;
}

namespace Hone.Engine.Layers;

/// <summary>
/// Rows of equal length for one pass: tokens, where each token's document starts in its row, and positions for the rotary embedding.
/// </summary>
internal sealed class Batch
{
    public Batch(int[] tokens, int rowLength, int endOfText)
    {
        Tokens = tokens;
        RowLength = rowLength;
        Starts = new int[tokens.Length];
        Positions = new int[tokens.Length];
        for (var n = 0; n < tokens.Length; n++)
        {
            Positions[n] = n % rowLength;
            // The end-of-text token before a document is the first thing its tokens may see: the model learns to begin from it.
            Starts[n] = Positions[n] == 0 || tokens[n] == endOfText ? Positions[n] : Starts[n - 1];
        }
    }

    public int[] Tokens { get; }

    public int RowLength { get; }

    public int[] Starts { get; }

    public int[] Positions { get; }

    public int Count => Tokens.Length;
}

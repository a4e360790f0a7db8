using Hone.Engine.Architectures;

namespace Hone.Engine.Training.Forecasts;

/// <summary>
/// Floats that the passes of a decoder hold a position, from what each part keeps for the way back and needs while it works. A test holds
/// it against the workspace's own count for every kind of part.
/// </summary>
internal static class ActivationSize
{
    /// <summary>Of a forward and a backward pass whose way back ends at <paramref name="lowest"/>.</summary>
    public static long Learning(ModelShape shape, int lowest, bool recompute, int rank)
    {
        long width = shape.Hidden, kept = shape.Layers - lowest, passed = lowest > 0 ? width : 0;
        var layers = recompute ? (kept * width) + Layer(shape) + width : kept * (width + Layer(shape));
        return Ends(shape) + passed + layers + (2 * width) + Math.Max(Attention(shape), FeedForward(shape)) + (2L * rank);
    }

    /// <summary>Of a forward pass that keeps nothing.</summary>
    public static long Passing(ModelShape shape) => Ends(shape) + shape.Hidden + Layer(shape);

    // The embeddings, and the hidden states with their 1/rms.
    private static long Ends(ModelShape shape) => (2L * shape.Hidden) + 1;

    // What a layer leaves besides its output.
    private static long Layer(ModelShape shape)
    {
        var heads = shape.HeadLayout;
        long width = shape.Hidden, headNorm = shape.HeadNorm ? heads.Packed + heads.Queries + heads.KeyValues : 0;
        var attention = 1 + width + heads.Packed + headNorm + heads.QueryWidth + heads.Queries;
        var feedForward = 1 + width + (shape.Experts == 0 ? 3L * shape.FeedForward : shape.ExpertsPerToken * (1 + (2 * width) + (3L * shape.FeedForward)));
        return attention + width + feedForward;
    }

    // What the way back through each half needs meanwhile.
    private static long Attention(ModelShape shape) => shape.HeadLayout.QueryWidth + shape.HeadLayout.Packed + shape.Hidden + Scaled(shape);

    private static long FeedForward(ModelShape shape)
        => shape.Hidden + Scaled(shape) + (shape.Experts == 0 ? 3L * shape.FeedForward : shape.Experts + (shape.ExpertsPerToken * (1 + (2L * shape.Hidden) + (3L * shape.FeedForward))));

    private static long Scaled(ModelShape shape) => shape.ResidualScale == 1 ? 0 : shape.Hidden;
}

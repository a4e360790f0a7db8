using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>The two halves of a layer.</summary>
internal sealed record DecoderLayer(AttentionBlock Attention, IFeedForwardBlock FeedForward);

/// <summary>A model's weights as the parts of a decoder, with a place for the gradient of each that is being trained.</summary>
internal sealed class DecoderWeights
{
    public required WeightMatrix Embedding_VD { get; init; }

    public required IReadOnlyList<DecoderLayer> Layers { get; init; }

    public required Norm FinalNorm { get; init; }

    public required WeightMatrix Head_VD { get; init; }

    /// <summary>The gradient of the head; with a tied head the table's gradient has this part and that of the look-up.</summary>
    public Tensor? HeadGradient_VD { get; init; }

    public required RotaryTable Rotary { get; init; }

    /// <param name="gradients">Of the parameters that are being trained; null: of none.</param>
    public static DecoderWeights From(ModelShape shape, IWeightSource source, ParameterSet? gradients = null)
    {
        const string Table = "model.embed_tokens.weight", Head = "lm_head.weight";
        var rotary = new RotaryTable(shape.HeadSize, shape.RotaryTheta, shape.RotaryScaling);
        var embedding = source.Stack(shape.Hidden, new MatrixPart(Table, shape.VocabularySize))[0];
        return new DecoderWeights
        {
            Embedding_VD = embedding,
            Layers = [.. Enumerable.Range(0, shape.Layers).Select(layer => new DecoderLayer(AttentionBlock.From(shape, layer, rotary, source, gradients), FeedForward(shape, layer, source, gradients)))],
            FinalNorm = Norm.From("model.norm.weight", shape.Hidden, shape.NormEpsilon, source, gradients),
            Head_VD = shape.TiedHead ? embedding : source.Stack(shape.Hidden, new MatrixPart(Head, shape.VocabularySize))[0],
            HeadGradient_VD = gradients?.Find(shape.TiedHead ? Table : Head),
            Rotary = rotary,
        };
    }

    private static IFeedForwardBlock FeedForward(ModelShape shape, int layer, IWeightSource source, ParameterSet? gradients)
        => shape.Experts > 0 ? ExpertBlock.From(shape, layer, source, gradients) : FeedForwardBlock.From(shape, layer, source, gradients);
}

using Hone.Engine.Architectures;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>A named weight as Hugging Face files hold it: a view into the model's one block of parameters.</summary>
internal sealed record NamedTensor(string Name, Tensor Value, bool IsVector)
{
    public int[] Dimensions => IsVector ? [Value.Columns] : [Value.Rows, Value.Columns];
}

/// <summary>The weights of one layer. q, k and v lie one after the other and are used as one matrix; so do gate and up.</summary>
internal sealed record LayerParameters(Tensor AttentionGain_D, Tensor QueryKeyValue_CD, Tensor AttentionOut_DQ, Tensor FeedForwardGain_D, Tensor GateUp_F2D, Tensor Down_DF);

/// <summary>
/// All parameters of a decoder in one block: matrices first, gains last, so that weight decay is one range and an optimiser step,
/// a norm or a checkpoint is one pass. Gradients and optimiser states are sets of the same shape.
/// </summary>
internal sealed class ParameterSet : IDisposable
{
    private readonly NativeBlock block;
    private readonly List<NamedTensor> named = [];
    private long matrixCursor;
    private long gainCursor;

    public ParameterSet(ModelShape shape)
    {
        var gains = ((2L * shape.Layers) + 1) * shape.Hidden;
        block = new NativeBlock(shape.Parameters);
        MatrixLength = shape.Parameters - gains;
        gainCursor = MatrixLength;
        Embedding_VD = Matrix("model.embed_tokens.weight", shape.VocabularySize, shape.Hidden);
        Layers = [.. Enumerable.Range(0, shape.Layers).Select(layer => Layer(shape, $"model.layers.{layer}."))];
        FinalGain_D = Gain("model.norm.weight", shape.Hidden);
        Head_VD = shape.TiedHead ? Embedding_VD : Matrix("lm_head.weight", shape.VocabularySize, shape.Hidden);
    }

    public Tensor Embedding_VD { get; }

    public IReadOnlyList<LayerParameters> Layers { get; }

    public Tensor FinalGain_D { get; }

    public Tensor Head_VD { get; }

    /// <summary>Floats that are matrices and decay; the gains after them do not.</summary>
    public long MatrixLength { get; }

    public long Length => block.Length;

    public IReadOnlyList<NamedTensor> Named => named;

    public Tensor Matrices => Tensor.Over(block, 0, 1, checked((int)MatrixLength));

    public Tensor Gains => Tensor.Over(block, MatrixLength, 1, checked((int)(Length - MatrixLength)));

    public Tensor All => Tensor.Over(block, 0, 1, checked((int)Length));

    public void Dispose() => block.Dispose();

    private LayerParameters Layer(ModelShape shape, string prefix)
    {
        int width = shape.Hidden, query = shape.HeadLayout.QueryWidth, key = shape.HeadLayout.KeyWidth, wide = shape.FeedForward;
        return new LayerParameters(
            Gain(prefix + "input_layernorm.weight", width),
            Stack(width, (prefix + "self_attn.q_proj.weight", query), (prefix + "self_attn.k_proj.weight", key), (prefix + "self_attn.v_proj.weight", key)),
            Matrix(prefix + "self_attn.o_proj.weight", width, query),
            Gain(prefix + "post_attention_layernorm.weight", width),
            Stack(width, (prefix + "mlp.gate_proj.weight", wide), (prefix + "mlp.up_proj.weight", wide)),
            Matrix(prefix + "mlp.down_proj.weight", width, wide));
    }

    private Tensor Stack(int columns, params (string Name, int Rows)[] parts)
    {
        var start = matrixCursor;
        foreach (var (name, rows) in parts)
            Matrix(name, rows, columns);
        return Tensor.Over(block, start, parts.Sum(part => part.Rows), columns);
    }

    private Tensor Matrix(string name, int rows, int columns)
    {
        var tensor = Tensor.Over(block, matrixCursor, rows, columns);
        matrixCursor += tensor.Length;
        named.Add(new NamedTensor(name, tensor, IsVector: false));
        return tensor;
    }

    private Tensor Gain(string name, int length)
    {
        var tensor = Tensor.Over(block, gainCursor, 1, length);
        gainCursor += length;
        named.Add(new NamedTensor(name, tensor, IsVector: true));
        return tensor;
    }
}

using Hone.Engine.Architectures;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels;

/// <summary>
/// The few fused operations a decoder is made of, each forward and backward. Model code calls these and nothing below them, so that
/// a processor and a graphics card run the same model code. Shapes: see <see cref="Tensor"/>. A gradient argument named "...Gradient" of a
/// parameter is added to; of an activation it is written.
/// </summary>
internal abstract class Device : IDisposable
{
    public abstract string Description { get; }

    /// <summary>output[n] = table[token n].</summary>
    public abstract void Embed(ReadOnlySpan<int> tokens, WeightMatrix table_VD, Tensor output_ND);

    public abstract void EmbedBackward(ReadOnlySpan<int> tokens, Tensor gradient_ND, Tensor tableGradient_VD);

    /// <summary>
    /// The same weights as this device reads them fastest: themselves, or copies of the same size in the device's own order, with which the
    /// originals are no longer needed; what stands one below the other may become one matrix. Every operation takes both and gives the same
    /// result to the bit; a mapped file that is not prepared costs no memory.
    /// </summary>
    public virtual IReadOnlyList<WeightMatrix> Prepare(IReadOnlyList<WeightMatrix> stack) => stack;

    /// <summary>y = x W^T (+ y when <paramref name="accumulate"/>): weights as Hugging Face stores them, [out, in], in any format. y may be a view of some columns.</summary>
    public abstract void Linear(Tensor x_NI, WeightMatrix weight_OI, Tensor y_NO, bool accumulate = false);

    /// <summary>y += scale (x A^T) B^T, each branch for its rows of the batch and its columns of y: adapters beside one linear layer.</summary>
    public abstract void AddLowRank(Tensor x_NI, IReadOnlyList<LowRankRows> parts, Tensor y_NO);

    /// <summary>dx = dy W (+ dx when <paramref name="accumulate"/>). The gradient of y may be a view of some columns.</summary>
    public abstract void LinearBackwardInput(Tensor gradient_NO, WeightMatrix weight_OI, Tensor inputGradient_NI, bool accumulate = false);

    /// <summary>The gradient of y may be a view of some columns. Adds gradient^T x to the weight's gradient, one row of the batch (<paramref name="rowLength"/> positions) after the other: cutting a batch into smaller ones changes no bit.</summary>
    public abstract void LinearBackwardWeight(Tensor gradient_NO, Tensor x_NI, Tensor weightGradient_OI, int rowLength);

    /// <summary>y += bias, row by row. y may be a view of some columns.</summary>
    public abstract void AddBias(Tensor y_NO, Tensor bias_O);

    /// <summary>Adds the column sums of the gradient, one row of the batch after the other. The gradient may be a view of some columns.</summary>
    public abstract void BiasBackward(Tensor gradient_NO, Tensor biasGradient_O, int rowLength);

    /// <summary>y = x / rms(x) * gain; keeps 1/rms for the way back. (Zhang and Sennrich 2019)</summary>
    public abstract void RmsNorm(Tensor x_ND, Tensor gain_D, float epsilon, Tensor y_ND, Tensor inverseRms_N);

    /// <summary>Adds the input's gradient to <paramref name="inputGradient_ND"/>, which already holds what flows around the norm.</summary>
    public abstract void RmsNormBackward(Tensor x_ND, Tensor gain_D, Tensor inverseRms_N, Tensor gradient_ND, Tensor inputGradient_ND, Tensor? gainGradient_D, int rowLength);

    /// <summary>qkv = raw with every head of q and of k normalised as by <see cref="RmsNorm"/>, v as it is (Qwen3). Keeps 1/rms of each head.</summary>
    public abstract void HeadNorm(Tensor raw_NC, HeadGains gains, HeadLayout heads, float epsilon, Tensor qkv_NC, Tensor inverseRms_NH);

    /// <summary>Turns the gradient of the normalised q and k, in place, into that of the raw ones; adds those of the gains.</summary>
    public abstract void HeadNormBackward(Tensor raw_NC, HeadGains gains, HeadLayout heads, Tensor inverseRms_NH, Tensor qkvGradient_NC, HeadGains? gainGradients, int rowLength);

    /// <summary>Rotates q and k in place by their positions; <paramref name="inverse"/> rotates back. (RoFormer, halves layout)</summary>
    public abstract void Rotate(Tensor qkv_NC, ReadOnlySpan<int> positions, RotaryTable table, HeadLayout heads, bool inverse);

    /// <summary>Causal attention inside each row of the batch and each document (<paramref name="starts"/>: position in the row where the document of each token begins).</summary>
    /// <param name="sinks_H">A learned logit a query head that takes part in the softmax and has no value (gpt-oss); null: none.</param>
    public abstract void Attention(Tensor qkv_NC, ReadOnlySpan<int> starts, int rowLength, AttentionRule rule, Tensor? sinks_H, Tensor output_ND, Tensor logSumExp_HN);

    /// <summary>Writes the gradient of q, k and v; adds that of the sinks to <paramref name="sinksGradient_H"/>.</summary>
    public abstract void AttentionBackward(Tensor qkv_NC, ReadOnlySpan<int> starts, int rowLength, AttentionRule rule, Tensor? sinks_H, Tensor output_ND, Tensor logSumExp_HN, Tensor gradient_ND, Tensor qkvGradient_NC, Tensor? sinksGradient_H);

    /// <summary>Puts the keys and values of new tokens into the pages of a layer, then attends from each to what its sequence holds; each sequence has some rows of the batch. Pages of one sequence may be others' too where nobody writes.</summary>
    public abstract void AttentionOverCache(Tensor qkv_NC, KeyValuePages pages, int layer, IReadOnlyList<CachedRows> sequences, AttentionRule rule, Tensor? sinks_H, Tensor output_ND);

    /// <summary>Joins gate and up, which lie side by side in <paramref name="gateUp_NF2"/>.</summary>
    public abstract void Gated(Gate gate, Tensor gateUp_NF2, Tensor y_NF);

    public abstract void GatedBackward(Gate gate, Tensor gateUp_NF2, Tensor gradient_NF, Tensor gateUpGradient_NF2);

    /// <summary>
    /// Chooses the experts with the highest logits for each token (the lower number first among equals), as many as <paramref name="weights_NK"/> has columns, and
    /// gives each its softmax among the chosen.
    /// </summary>
    public abstract void Route(Tensor logits_NE, Tensor weights_NK, Span<int> experts_NK);

    public abstract void RouteBackward(Tensor weights_NK, ReadOnlySpan<int> experts_NK, Tensor weightsGradient_NK, Tensor logitsGradient_NE);

    /// <summary>y[i] = x[rows[i]].</summary>
    public abstract void Gather(Tensor x_ND, ReadOnlySpan<int> rows, Tensor y_MD);

    /// <summary>y[rows[i]] = x[i]; no row twice.</summary>
    public abstract void Scatter(Tensor x_MD, ReadOnlySpan<int> rows, Tensor y_ND);

    /// <summary>y[n] = sum of w[n, k] x[places[n, k]] over k, in that order.</summary>
    public abstract void Combine(Tensor x_MD, ReadOnlySpan<int> places_NK, Tensor weights_NK, Tensor y_ND);

    /// <summary>Writes d x[places[n, k]] = w[n, k] d y[n] and d w[n, k] = x[places[n, k]] . d y[n].</summary>
    public abstract void CombineBackward(Tensor x_MD, ReadOnlySpan<int> places_NK, Tensor weights_NK, Tensor gradient_ND, Tensor xGradient_MD, Tensor weightsGradient_NK);

    /// <summary>y[n] += sum of x[places[n, k]] over k, in that order: the way back of <see cref="Gather"/>.</summary>
    public abstract void GatherBackward(Tensor gradient_MD, ReadOnlySpan<int> places_NK, Tensor y_ND);

    /// <summary>
    /// Linear head and cross-entropy together, a few hundred positions at a time, so that logits of a whole batch never exist.
    /// Fills <see cref="TokenLosses"/> and, where gradients are asked for, the gradients of both inputs.
    /// </summary>
    public abstract void LinearCrossEntropy(HeadInput input, TokenLosses losses, Tensor? inputGradient_ND, Tensor? weightGradient_VD);

    /// <summary>Memory that <see cref="LinearCrossEntropy"/> will hold, for a forecast.</summary>
    public abstract long HeadBytes(int vocabulary, int width, int positions, bool learn, bool withReference);

    /// <summary>y += scale x.</summary>
    public abstract void AddScaled(Tensor y, Tensor x, float scale = 1);

    /// <summary>y *= scale.</summary>
    public abstract void Scale(Tensor y, float scale);

    /// <summary>Sum of squares, over fixed pieces in their order.</summary>
    public abstract double SumOfSquares(Tensor values);

    /// <summary>AdamW with decoupled weight decay (Loshchilov and Hutter 2019); <paramref name="step"/> counts from 1.</summary>
    public abstract void AdamW(Tensor values, Tensor gradients, Tensor first, Tensor second, AdamWStep step);

    /// <summary>The same with states of 8 bits: decoded, moved on in f32, coded again.</summary>
    public abstract void AdamW8(Tensor values, Tensor gradients, EightBitMoments moments, AdamWStep step);

    public abstract void Dispose();
}

/// <summary>How heads lie in the packed q, k, v row: query heads, then key heads, then value heads.</summary>
internal readonly record struct HeadLayout(int Queries, int KeyValues, int Size)
{
    public int Group => Queries / KeyValues;

    public int QueryWidth => Queries * Size;

    public int KeyWidth => KeyValues * Size;

    public int Packed => QueryWidth + (2 * KeyWidth);
}

/// <summary>Gains of the norms of query and key heads, one head wide each.</summary>
internal sealed record HeadGains(Tensor Query, Tensor Key);

/// <summary>What a query sees and how: the factor of its scores, and how many positions back it sees, itself included (0: all).</summary>
internal readonly record struct AttentionRule(HeadLayout Heads, float Scale, int Window = 0)
{
    public AttentionRule(HeadLayout heads)
        : this(heads, 1f / MathF.Sqrt(heads.Size))
    {
    }
}

/// <summary>Rows of a batch that belong to one sequence, and the pages of its positions: the last <paramref name="Rows"/> of its <paramref name="Length"/> positions are those rows.</summary>
internal readonly record struct CachedRows(int FirstRow, int Rows, int[] Pages, int Length);

/// <summary>
/// What the head needs: hidden states, the output weights, the token to predict at each position (-1: none), the weight of its
/// cross-entropy and of the KL divergence from the reference model, already divided by the number of tokens of the whole step.
/// </summary>
internal sealed class HeadInput
{
    public required Tensor Hidden_ND { get; init; }
    public required WeightMatrix Weight_VD { get; init; }
    public required ReadOnlyMemory<int> Targets { get; init; }
    public required ReadOnlyMemory<float> Weights { get; init; }
    public int RowLength { get; init; }
    /// <summary>Positions of each row of the batch, where they are not all <see cref="RowLength"/>.</summary>
    public IReadOnlyList<int>? RowLengths { get; init; }
    public IEnumerable<int> Rows => RowLengths ?? Enumerable.Repeat(RowLength, Hidden_ND.Rows / RowLength);
    public ReadOnlyMemory<float> KlWeights { get; init; }
    public Tensor? ReferenceHidden_ND { get; init; }
    public WeightMatrix? ReferenceWeight_VD { get; init; }
}

/// <summary>Per position: cross-entropy in nats, KL(reference || model) in nats, and whether the target was the likeliest token.</summary>
internal sealed class TokenLosses(int positions)
{
    public float[] CrossEntropy { get; } = new float[positions];

    public float[] Kl { get; } = new float[positions];

    public bool[] Greedy { get; } = new bool[positions];
}

/// <summary>The numbers of one AdamW step.</summary>
internal readonly record struct AdamWStep(long Step, float LearningRate, float Beta1, float Beta2, float Epsilon, float WeightDecay, float GradientScale);

using Hone.Engine.Tensors;

namespace Hone.Engine.Generation;

/// <summary>Room for choosing tokens, one vocabulary wide; used by one sampler after the other.</summary>
internal sealed class SamplerSpace(int vocabulary) : IDisposable
{
    /// <summary>Tokens whose weights are summed together, so that a draw looks at few of them one by one.</summary>
    public const int Block = 1024;

    private readonly NativeBlock weights = new(vocabulary);

    public int Vocabulary => vocabulary;

    public unsafe float* Weights => weights.Pointer;

    /// <summary>Logits with penalties and masks.</summary>
    public float[] Changed { get; } = new float[vocabulary];

    public double[] BlockSums { get; } = new double[(vocabulary + Block - 1) / Block];

    /// <summary>Weights and tokens of those that may be chosen.</summary>
    public float[] CandidateWeights { get; } = new float[vocabulary];

    public int[] Candidates { get; } = new int[vocabulary];

    public void Dispose() => weights.Dispose();
}

using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>A low-rank branch beside a matrix: y += scale x A^T B^T. (Hu et al. 2021)</summary>
internal sealed record LoraBranch(Tensor A_RI, Tensor B_OR, float Scale)
{
    /// <summary>Where the gradients are added; null: the branch is not being trained.</summary>
    public Tensor? AGradient_RI { get; init; }

    public Tensor? BGradient_OR { get; init; }

    /// <summary>The branch as a device runs it fastest, for one that does not change.</summary>
    public LowRankFactors? Factors { get; init; }

    public int Rank => A_RI.Rows;
}

/// <summary>Branches by the module they stand beside, such as "model.layers.0.self_attn.q_proj".</summary>
internal sealed class Adapter(IReadOnlyDictionary<string, LoraBranch> branches)
{
    public IReadOnlyDictionary<string, LoraBranch> Branches => branches;

    public LoraBranch? Find(string module) => branches.GetValueOrDefault(module);
}

/// <summary>Rows of a batch that go through an adapter.</summary>
internal readonly record struct AdapterRows(Adapter Adapter, int FirstRow, int Rows);

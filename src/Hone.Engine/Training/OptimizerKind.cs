namespace Hone.Engine.Training;

/// <summary>What turns gradients into new weights.</summary>
public enum OptimizerKind
{
    /// <summary>Two f32 states a weight (Loshchilov and Hutter 2019).</summary>
    Adamw,

    /// <summary>AdamW with states of 8 bits: a quarter of the memory (Dettmers et al. 2022).</summary>
    Adamw8,

    /// <summary>Momentum made orthogonal for the layers' matrices, one state a weight; AdamW for the rest (Jordan 2024).</summary>
    Muon,
}

/// <summary>How large a step of Muon is.</summary>
public enum MuonScale
{
    /// <summary>0.2 sqrt(the longer side): as large as AdamW's, so that its learning rate serves (Liu et al. 2025).</summary>
    Rms,

    /// <summary>sqrt(rows / columns), at least 1 (Jordan 2024).</summary>
    Spectral,
}

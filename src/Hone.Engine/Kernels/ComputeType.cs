namespace Hone.Engine.Kernels;

/// <summary>Number type of the inputs of matrix products. Sums, weights, gradients and everything else are f32 in both.</summary>
public enum ComputeType
{
    /// <summary>As they are.</summary>
    F32,

    /// <summary>Rounded to bf16 on the way in, where the processor multiplies bf16 faster; f32 elsewhere.</summary>
    BF16,
}

namespace Hone.Engine.Kernels;

/// <summary>What products with weights in blocks do to their input.</summary>
internal enum Activations
{
    /// <summary>Rounded to int8, 32 values a scale, as llama.cpp does: several times faster, wrong by under 1% of a product's size.</summary>
    Int8,

    /// <summary>As <see cref="ComputeType"/> says: the weights are decoded. For training over frozen weights and for comparisons.</summary>
    Exact,
}

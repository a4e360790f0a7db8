using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>What a vector of a model is, which decides how it begins in a new model.</summary>
internal enum VectorKind
{
    /// <summary>Gain of a norm; begins at 1.</summary>
    Gain,

    /// <summary>Bias or sink; begins at 0.</summary>
    Bias,
}

/// <summary>A matrix by its Hugging Face name, [rows, columns].</summary>
internal readonly record struct MatrixPart(string Name, int Rows);

/// <summary>
/// Where a decoder's weights come from: a block of trainable f32, a mapped safetensors file, a GGUF file. Names are those of Hugging Face
/// files of the Llama arrangement, whatever the source calls them.
/// </summary>
internal interface IWeightSource
{
    /// <summary>Matrices of equal width that stand one below the other: as one matrix where they lie so in memory and have one format, else as several.</summary>
    IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts);

    /// <summary>An f32 vector, [1, length].</summary>
    Tensor Vector(string name, int length, VectorKind kind);
}

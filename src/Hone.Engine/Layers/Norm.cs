using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>A root-mean-square norm over the width of the model.</summary>
internal sealed record Norm(Tensor Gain_D, Tensor? Gradient_D, float Epsilon)
{
    public static Norm From(string name, int width, float epsilon, IWeightSource source, ParameterSet? gradients)
        => new(source.Vector(name, width, VectorKind.Gain), gradients?.Find(name), epsilon);

    public void Forward(Pass pass, Tensor x_ND, Tensor y_ND, Tensor inverseRms_N)
        => pass.Device.RmsNorm(x_ND, Gain_D, Epsilon, y_ND, inverseRms_N);

    /// <summary>Adds to <paramref name="inputGradient_ND"/>.</summary>
    public void Backward(Pass pass, Tensor x_ND, Tensor inverseRms_N, Tensor gradient_ND, Tensor inputGradient_ND, int rowLength)
        => pass.Device.RmsNormBackward(x_ND, Gain_D, inverseRms_N, gradient_ND, inputGradient_ND, Gradient_D, rowLength);
}

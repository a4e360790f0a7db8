using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>The stream that blocks add to, some families with a factor.</summary>
internal static class Residual
{
    /// <summary>output = x + scale projection(y).</summary>
    public static void Add(Pass pass, Projection projection, Tensor y_NI, Tensor x_ND, Tensor output_ND, float scale)
    {
        output_ND.CopyFrom(x_ND);
        if (scale == 1)
        {
            projection.Forward(pass, y_NI, output_ND, accumulate: true);
            return;
        }
        var mark = pass.Space.Mark();
        var added = pass.Space.Take(output_ND.Rows, output_ND.Columns);
        projection.Forward(pass, y_NI, added);
        pass.Device.AddScaled(output_ND, added, scale);
        pass.Space.Release(mark);
    }

    /// <summary>The gradient of what was added: the stream's, times the factor.</summary>
    public static Tensor Scaled(Pass pass, Tensor gradient_ND, float scale)
    {
        if (scale == 1)
            return gradient_ND;
        var scaled = pass.Space.Take(gradient_ND.Rows, gradient_ND.Columns);
        scaled.CopyFrom(gradient_ND);
        pass.Device.Scale(scaled, scale);
        return scaled;
    }
}

using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Layers;

/// <summary>Copies parameters out of a source of any format, widened to f32.</summary>
internal static class WeightCopy
{
    public static void Fill(ParameterSet parameters, IWeightSource source)
    {
        foreach (var (spec, tensor) in parameters.Specs.Zip(parameters.Named))
            Read(source, spec, tensor.Value);
    }

    /// <summary>A parameter's values, in memory of their own.</summary>
    public static Tensor Read(IWeightSource source, ParameterSpec spec)
    {
        var values = new Tensor(spec.Rows, spec.Columns);
        Read(source, spec, values);
        return values;
    }

    private static void Read(IWeightSource source, ParameterSpec spec, Tensor target)
    {
        if (spec.Vector is { } kind)
            target.CopyFrom(source.Vector(spec.Name, spec.Columns, kind));
        else
            Decode(source.Stack(spec.Columns, new MatrixPart(spec.Name, spec.Rows))[0], target);
    }

    private static void Decode(WeightMatrix stored, Tensor target)
    {
        Parallel.For(0, stored.Rows, row => WeightBlocks.Decode(stored.Format, stored.Row(row), target.Row(row)));
        GC.KeepAlive(stored.Owner);
    }
}

using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Checkpoints;

/// <summary>What sources of weights over files share.</summary>
internal static unsafe class WeightViews
{
    /// <summary>Matrices that lie one after the other in one format, as one.</summary>
    public static IReadOnlyList<WeightMatrix> Join(IReadOnlyList<WeightMatrix> parts)
    {
        var joined = new List<WeightMatrix>();
        foreach (var part in parts)
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Format == part.Format && last.Owner == part.Owner && last.Pointer + last.Bytes == part.Pointer)
                joined[^1] = new WeightMatrix(last.Owner, last.Pointer, last.Rows + part.Rows, last.Columns, last.Format);
            else
                joined.Add(part);
        }
        return joined;
    }

    /// <summary>Fills a set of f32 parameters from files in any format.</summary>
    public static void Fill(this ParameterSet parameters, IWeightSource source)
    {
        foreach (var tensor in parameters.Named)
        {
            if (tensor.Kind is { } kind)
            {
                tensor.Value.CopyFrom(source.Vector(tensor.Name, tensor.Value.Columns, kind));
                continue;
            }
            var matrix = source.Stack(tensor.Value.Columns, new MatrixPart(tensor.Name, tensor.Value.Rows))[0];
            for (var row = 0; row < matrix.Rows; row++)
                WeightBlocks.Decode(matrix.Format, matrix.Row(row), tensor.Value.Row(row));
        }
    }
}

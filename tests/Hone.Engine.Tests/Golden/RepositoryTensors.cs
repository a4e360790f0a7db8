using Hone.Engine.Architectures;
using Hone.Engine.Layers;

namespace Hone.Engine.Tests.Golden;

/// <summary>
/// Parameters, or their gradients, by the names and in the layout of the repositories. The engine keeps each expert's matrices apart;
/// gpt-oss stores all experts of a layer as one tensor, transposed, gate and up in alternate columns.
/// </summary>
internal static class RepositoryTensors
{
    public static Dictionary<string, double[]> Of(ModelShape shape, ParameterSet set)
    {
        var own = set.Named.ToDictionary(tensor => tensor.Name, tensor => tensor.Value.Span.ToArray().Select(value => (double)value).ToArray());
        for (var layer = 0; shape.Experts > 0 && layer < shape.Layers; layer++)
            Fuse(shape, own, $"model.layers.{layer}.mlp.experts.");
        return own;
    }

    private static void Fuse(ModelShape shape, Dictionary<string, double[]> own, string prefix)
    {
        double[] Take(int expert, string name) => own.Remove($"{prefix}{expert}.{name}", out var values) ? values : throw new KeyNotFoundException($"{prefix}{expert}.{name}");
        var experts = Enumerable.Range(0, shape.Experts).ToList();
        own[prefix + "gate_up_proj"] = [.. experts.SelectMany(expert => Transposed(Alternate(Take(expert, "gate_proj.weight"), Take(expert, "up_proj.weight"), shape.Hidden), shape.Hidden))];
        own[prefix + "gate_up_proj_bias"] = [.. experts.SelectMany(expert => Alternate(Take(expert, "gate_proj.bias"), Take(expert, "up_proj.bias"), 1))];
        own[prefix + "down_proj"] = [.. experts.SelectMany(expert => Transposed(Take(expert, "down_proj.weight"), shape.FeedForward))];
        own[prefix + "down_proj_bias"] = [.. experts.SelectMany(expert => Take(expert, "down_proj.bias"))];
    }

    // Rows of two matrices in turn.
    private static double[] Alternate(double[] first, double[] second, int columns)
        => [.. first.Chunk(columns).Zip(second.Chunk(columns)).SelectMany(pair => pair.First.Concat(pair.Second))];

    private static double[] Transposed(double[] matrix, int columns)
        => [.. Enumerable.Range(0, columns).SelectMany(column => Enumerable.Range(0, matrix.Length / columns).Select(row => matrix[(row * columns) + column]))];
}

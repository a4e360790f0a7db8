using Hone.Engine.Architectures;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints;

/// <summary>Parameters as a model's files name and order them: the experts of gpt-oss in one tensor a layer, the way back of <see cref="ExpertSource"/>.</summary>
internal static class ExpertFile
{
    public static IReadOnlyList<NamedTensor> Arrange(ModelShape shape, ParameterSet parameters)
    {
        if (shape.Experts == 0)
            return parameters.Named;
        var arranged = new Dictionary<string, NamedTensor>();
        foreach (var tensor in parameters.Named)
        {
            if (ExpertName.Parse(tensor.Name) is not { } name)
                arranged.Add(tensor.Name, tensor);
            else if (tensor.IsVector)
                PlaceBias(shape, name, tensor, arranged);
            else
                PlaceMatrix(shape, name, tensor, arranged);
        }
        return [.. arranged.Values];
    }

    private static void PlaceBias(ModelShape shape, ExpertName name, NamedTensor tensor, Dictionary<string, NamedTensor> arranged)
    {
        var all = Whole(name.Weights + "_bias", arranged, shape.Experts, tensor.Value.Columns * name.Step);
        for (var i = 0; i < tensor.Value.Columns; i++)
            all.Row(name.Expert)[(i * name.Step) + name.First] = tensor.Value.Span[i];
    }

    private static void PlaceMatrix(ModelShape shape, ExpertName name, NamedTensor tensor, Dictionary<string, NamedTensor> arranged)
    {
        var (rows, columns) = (tensor.Value.Rows, tensor.Value.Columns);
        var all = Whole(name.Weights, arranged, shape.Experts, columns, rows * name.Step);
        for (var row = 0; row < rows; row++)
        {
            var values = tensor.Value.Row(row);
            for (var column = 0; column < columns; column++)
                all.Row((name.Expert * columns) + column)[(row * name.Step) + name.First] = values[column];
        }
    }

    private static Tensor Whole(string name, Dictionary<string, NamedTensor> arranged, params int[] dimensions)
    {
        if (!arranged.TryGetValue(name, out var whole))
            arranged[name] = whole = new NamedTensor(name, new Tensor(dimensions[..^1].Aggregate(1, (product, size) => product * size), dimensions[^1]), null) { Dimensions = dimensions };
        return whole.Value;
    }
}

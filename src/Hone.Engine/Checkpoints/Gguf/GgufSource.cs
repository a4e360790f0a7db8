using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// A decoder's weights where they lie in a mapped GGUF file, in the formats they are stored in. Copied are vectors, q and k of architectures
/// whose rows stand in pairs, and Q5_0, which becomes Q8_0 without loss.
/// </summary>
internal sealed unsafe class GgufSource : IWeightSource
{
    private readonly GgufFile file;
    private readonly string architecture;
    private readonly int headSize;

    public GgufSource(GgufFile file, string architecture, ModelShape shape)
    {
        (this.file, this.architecture, headSize) = (file, architecture, shape.HeadSize);
        CheckComplete(shape);
    }

    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
    {
        var stack = new List<WeightMatrix>();
        foreach (var part in parts)
        {
            var next = Matrix(part.Name, part.Rows, columns);
            if (stack.Count > 0 && stack[^1].Join(next) is { } joined)
                stack[^1] = joined;
            else
                stack.Add(next);
        }
        return stack;
    }

    public Tensor Vector(string name, int length, VectorKind kind)
    {
        var (tensor, first) = Part(name, length);
        var vector = new Tensor(1, length);
        var format = GgufTensorTypes.Format(tensor.Type) ?? throw Unusable(tensor);
        var bytes = format.RowBytes(length);
        WeightBlocks.Decode(format, new ReadOnlySpan<byte>(file.Pointer(tensor) + (first * bytes), (int)bytes), vector.Span);
        if (IsPaired(name))
            RotaryRows.FromPaired(vector.Span, headSize);
        return vector;
    }

    private WeightMatrix Matrix(string name, int rows, int columns)
    {
        var (tensor, first) = Part(name, columns, rows);
        WeightMatrix matrix;
        if (GgufTensorTypes.Format(tensor.Type) is { } format)
            matrix = new WeightMatrix(file.Owner, file.Pointer(tensor) + (first * rows * format.RowBytes(columns)), rows, columns, format);
        else
            matrix = Q5_0Rows.ToQ8_0(file.Pointer(tensor) + ((long)first * rows * columns / 32 * 22), rows, columns);
        return IsPaired(name) ? RotaryRows.FromPaired(matrix, headSize) : matrix;
    }

    // The tensor and, where experts share it, which of its parts; sizes count from the innermost outwards.
    private (GgufTensor Tensor, int First) Part(string name, params ReadOnlySpan<int> sizes)
    {
        var tensor = file.Find(GgufNames.Of(name, architecture));
        var expert = ExpertName.Parse(name)?.Expert;
        var fits = tensor.Sizes.Length == sizes.Length + (expert is null ? 0 : 1) && (expert is null || expert < tensor.Sizes[^1]);
        for (var i = 0; fits && i < sizes.Length; i++)
            fits = tensor.Sizes[i] == sizes[i];
        return fits ? (tensor, expert ?? 0) : throw new UserError($"{file.Path}: tensor {tensor.Name} has the sizes [{string.Join(", ", tensor.Sizes)}], the metadata asks for [{string.Join(", ", sizes.ToArray())}{(expert is null ? "" : ", experts")}].");
    }

    private bool IsPaired(string name)
        => GgufArchitecture.HasPairedRows(architecture) && (name.Contains(".self_attn.q_proj.", StringComparison.Ordinal) || name.Contains(".self_attn.k_proj.", StringComparison.Ordinal));

    // A tensor that nobody asks for means that the model computes something else than we would.
    private void CheckComplete(ModelShape shape)
    {
        var known = ParameterSpec.Of(shape).Select(spec => GgufNames.Of(spec.Name, architecture)).Append(GgufNames.RotaryFactors).ToHashSet(StringComparer.Ordinal);
        if (known.FirstOrDefault(name => name != GgufNames.RotaryFactors && !file.Has(name)) is { } missing)
            _ = file.Find(missing);
        if (file.Tensors.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new UserError($"{file.Path} has a tensor {unknown}, which this version does not know for {architecture} models.");
    }

    private UserError Unusable(GgufTensor tensor) => new($"{file.Path}: tensor {tensor.Name} is of type {tensor.Type}, which no vector should be.");
}

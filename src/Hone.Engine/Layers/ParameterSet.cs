using Hone.Engine.Architectures;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>A named weight as Hugging Face files hold it: a view into a set's one block.</summary>
internal sealed record NamedTensor(string Name, Tensor Value, VectorKind? Kind)
{
    public bool IsVector => Kind is not null;

    public int[] Dimensions { get; init; } = Kind is not null ? [Value.Columns] : [Value.Rows, Value.Columns];
}

/// <summary>
/// Named f32 parameters in one block: matrices first, vectors last, each in the order given, so that an optimiser step, a norm or a
/// checkpoint is one pass. Gradients and optimiser states are sets of the same names, or of the trainable ones.
/// </summary>
internal sealed class ParameterSet : IWeightSource, IDisposable
{
    private readonly NativeBlock block;
    private readonly List<NamedTensor> named = [];
    private readonly Dictionary<string, (long Offset, ParameterSpec Spec)> places = [];

    public ParameterSet(ModelShape shape)
        : this(ParameterSpec.Of(shape))
    {
    }

    public ParameterSet(IReadOnlyList<ParameterSpec> specs)
    {
        Specs = specs;
        MatrixLength = specs.Where(spec => spec.IsMatrix).Sum(spec => spec.Length);
        block = new NativeBlock(specs.Sum(spec => spec.Length));
        var (matrix, vector) = (0L, MatrixLength);
        foreach (var spec in specs)
        {
            ref var cursor = ref spec.IsMatrix ? ref matrix : ref vector;
            places.Add(spec.Name, (cursor, spec));
            named.Add(new NamedTensor(spec.Name, Tensor.Over(block, cursor, spec.Rows, spec.Columns), spec.Vector));
            cursor += spec.Length;
        }
    }

    public IReadOnlyList<ParameterSpec> Specs { get; }

    public IReadOnlyList<NamedTensor> Named => named;

    /// <summary>Floats that are matrices and decay; the vectors after them do not.</summary>
    public long MatrixLength { get; }

    public long Length => block.Length;

    public Tensor All => Tensor.Over(block, 0, 1, checked((int)Length));

    /// <summary>Everything in parts that an int can count.</summary>
    public IEnumerable<Tensor> Parts
    {
        get
        {
            const int Most = 1 << 30;
            for (long first = 0; first < Length; first += Most)
                yield return Tensor.Over(block, first, 1, (int)Math.Min(Most, Length - first));
        }
    }

    public void Clear()
    {
        foreach (var part in Parts)
            part.Clear();
    }

    public Tensor this[string name] => Find(name) ?? throw new KeyNotFoundException($"there is no parameter {name}");

    public Tensor? Find(string name) => places.TryGetValue(name, out var place) ? Tensor.Over(block, place.Offset, place.Spec.Rows, place.Spec.Columns) : null;

    /// <summary>Matrices that lie one after the other, as one; null where the set has none of them.</summary>
    public Tensor? FindStack(params ReadOnlySpan<MatrixPart> parts)
    {
        if (!places.TryGetValue(parts[0].Name, out var first))
            return null;
        var end = first.Offset;
        var rows = 0;
        foreach (var part in parts)
        {
            var (offset, spec) = places[part.Name];
            if (offset != end)
                throw new ArgumentException($"{part.Name} does not lie after the part before it", nameof(parts));
            end += spec.Length;
            rows += spec.Rows;
        }
        return Tensor.Over(block, first.Offset, rows, first.Spec.Columns);
    }

    /// <summary>Vectors that lie one after the other, as one.</summary>
    public Tensor Run(params ReadOnlySpan<MatrixPart> parts)
    {
        var stack = FindStack(parts) ?? throw new KeyNotFoundException($"there is no parameter {parts[0].Name}");
        var length = 0;
        foreach (var part in parts)
            length += part.Rows;
        return Tensor.Over(block, places[parts[0].Name].Offset, 1, length);
    }

    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
        => [(FindStack(parts) ?? throw new KeyNotFoundException($"there is no parameter {parts[0].Name}")).AsWeights()];

    public Tensor Vector(string name, int length, VectorKind kind) => this[name];

    public void Dispose() => block.Dispose();
}

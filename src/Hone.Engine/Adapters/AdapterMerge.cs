using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Adapters;

/// <summary>
/// A model with an adapter added into its matrices, W + scale B A, each computed when it is asked for. As a source of weights it gives them
/// rounded to the format they will be held in, and counts how many the adapter moved at all: where a format's steps are coarser than what
/// the adapter changes, the merged model has not learned what the adapter has (<see cref="MergeCheck"/>).
/// </summary>
internal sealed class AdapterMerge : IWeightSource
{
    private readonly Device device;
    private readonly IWeightSource start;
    private readonly WeightFormat format;
    private readonly Dictionary<string, LoraPair> branches;
    private long changed, adapted;

    /// <param name="device">Multiplies in f32.</param>
    public AdapterMerge(Device device, ModelShape shape, IWeightSource start, IReadOnlyList<LoraPair> pairs, WeightFormat format)
    {
        (this.device, this.start, this.format) = (device, start, format);
        branches = pairs.ToDictionary(pair => pair.Module + ".weight");
        CheckModules(shape, pairs);
    }

    /// <summary>Of the adapted weights given so far, those that are not what they would be without the adapter.</summary>
    public double ChangedShare => adapted == 0 ? 0 : (double)changed / adapted;

    /// <summary>A parameter with the adapter in it, not rounded, in memory of its own.</summary>
    public Tensor Read(ParameterSpec spec)
    {
        var values = WeightCopy.Read(start, spec);
        if (branches.TryGetValue(spec.Name, out var pair))
            Add(values, pair);
        return values;
    }

    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
    {
        if (!format.Fits(columns))
            throw new UserError($"Rows of {columns} weights cannot be cut into the blocks of {format}.", "Choose bf16, f32 or q8_0.");
        var stack = new List<WeightMatrix>();
        foreach (var part in parts)
            stack.Add(Rounded(new ParameterSpec(part.Name, part.Rows, columns, null)));
        return stack;
    }

    public Tensor Vector(string name, int length, VectorKind kind) => start.Vector(name, length, kind);

    private WeightMatrix Rounded(ParameterSpec spec)
    {
        using var values = WeightCopy.Read(start, spec);
        var without = branches.ContainsKey(spec.Name) ? values.AsWeights().Convert(format) : null;
        if (branches.TryGetValue(spec.Name, out var pair))
            Add(values, pair);
        var rounded = values.AsWeights().Convert(format);
        if (without is not null)
            Count(without, rounded);
        return rounded;
    }

    private void Add(Tensor weight_OI, LoraPair pair)
    {
        using var scaled = new Tensor(pair.B_OR.Rows, pair.B_OR.Columns);
        scaled.CopyFrom(pair.B_OR);
        device.Scale(scaled, pair.Scale);
        device.LinearBackwardInput(scaled, pair.A_RI.AsWeights(), weight_OI, accumulate: true);
    }

    private void Count(WeightMatrix without, WeightMatrix with)
    {
        float[] old = new float[with.Columns], merged = new float[with.Columns];
        for (var row = 0; row < with.Rows; row++)
        {
            WeightBlocks.Decode(format, without.Row(row), old);
            WeightBlocks.Decode(format, with.Row(row), merged);
            for (var i = 0; i < old.Length; i++)
                changed += old[i] == merged[i] ? 0 : 1;
        }
        adapted += (long)with.Rows * with.Columns;
    }

    private static void CheckModules(ModelShape shape, IReadOnlyList<LoraPair> pairs)
    {
        var parameters = ParameterSpec.Of(shape).ToDictionary(spec => spec.Name);
        if (pairs.Count == 0)
            throw new UserError("The adapter has no branches: there is nothing to merge.");
        foreach (var pair in pairs)
        {
            if (!parameters.TryGetValue(pair.Module + ".weight", out var weight))
                throw new UserError($"The adapter has a branch beside {pair.Module}, which the model does not have.", "Merge it into the model it was trained on.");
            if (weight.Rows != pair.B_OR.Rows || weight.Columns != pair.A_RI.Columns)
                throw new UserError($"The adapter's branch beside {pair.Module} is {pair.B_OR.Rows} x {pair.A_RI.Columns}, the model's matrix {weight.Rows} x {weight.Columns}.", "Merge it into the model it was trained on.");
        }
    }
}

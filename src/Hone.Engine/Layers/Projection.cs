using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>The rows of a projection that are one module of the model's files: the name an adapter knows it by.</summary>
internal readonly record struct ProjectionModule(string Name, int FirstRow, int Rows);

/// <summary>
/// A linear layer: matrices one below the other in any format, perhaps a bias, perhaps an adapter's branches beside some of its rows.
/// Gradients are added where there is a place for them; what has none is frozen.
/// </summary>
internal sealed class Projection
{
    private readonly IReadOnlyList<WeightMatrix> parts;

    public Projection(IReadOnlyList<WeightMatrix> parts, IReadOnlyList<ProjectionModule> modules)
    {
        (this.parts, Modules) = (parts, modules);
        Outputs = parts.Sum(part => part.Rows);
        Inputs = parts[0].Columns;
    }

    public IReadOnlyList<WeightMatrix> Parts => parts;

    public IReadOnlyList<ProjectionModule> Modules { get; }

    public int Outputs { get; }

    public int Inputs { get; }

    public Tensor? Bias_O { get; init; }

    public Tensor? WeightGradient_OI { get; init; }

    public Tensor? BiasGradient_O { get; init; }

    /// <summary>y = x W^T + bias (+ y when <paramref name="accumulate"/>).</summary>
    public void Forward(Pass pass, Tensor x_NI, Tensor y_NO, bool accumulate = false)
    {
        var row = 0;
        foreach (var part in parts)
        {
            pass.Device.Linear(x_NI, part, parts.Count == 1 ? y_NO : y_NO.ColumnRange(row, part.Rows), accumulate);
            row += part.Rows;
        }
        if (Bias_O is not null)
            pass.Device.AddBias(y_NO, Bias_O);
        if (pass.Adapters.Count == 0)
            return;
        var together = new List<LowRankRows>();
        foreach (var (branch, module, rows) in Branches(pass))
        {
            if (branch.Factors is { } factors)
                together.Add(new LowRankRows(factors, rows.FirstRow, rows.Rows, module.FirstRow));
            else
                BranchForward(pass, branch, x_NI.RowRange(rows.FirstRow, rows.Rows), y_NO.RowRange(rows.FirstRow, rows.Rows).ColumnRange(module.FirstRow, module.Rows));
        }
        if (together.Count > 0)
            pass.Device.AddLowRank(x_NI, together, y_NO);
    }

    /// <summary>Adds the gradients of the weights and writes that of x (adds it when <paramref name="accumulate"/>), where anyone needs it.</summary>
    public void Backward(Pass pass, Tensor gradient_NO, Tensor x_NI, Tensor? inputGradient_NI, int rowLength, bool accumulate = false)
    {
        if (WeightGradient_OI is not null)
            pass.Device.LinearBackwardWeight(gradient_NO, x_NI, WeightGradient_OI, rowLength);
        if (BiasGradient_O is not null)
            pass.Device.BiasBackward(gradient_NO, BiasGradient_O, rowLength);
        if (inputGradient_NI is not null)
            InputGradient(pass, gradient_NO, inputGradient_NI, accumulate);
        foreach (var (branch, module, rows) in Branches(pass))
        {
            BranchBackward(pass, branch, gradient_NO.RowRange(rows.FirstRow, rows.Rows).ColumnRange(module.FirstRow, module.Rows),
                x_NI.RowRange(rows.FirstRow, rows.Rows), inputGradient_NI?.RowRange(rows.FirstRow, rows.Rows), rowLength);
        }
    }

    private void InputGradient(Pass pass, Tensor gradient_NO, Tensor inputGradient_NI, bool accumulate)
    {
        var row = 0;
        foreach (var part in parts)
        {
            pass.Device.LinearBackwardInput(parts.Count == 1 ? gradient_NO : gradient_NO.ColumnRange(row, part.Rows), part, inputGradient_NI, accumulate || row > 0);
            row += part.Rows;
        }
    }

    private IEnumerable<(LoraBranch Branch, ProjectionModule Module, AdapterRows Rows)> Branches(Pass pass)
    {
        foreach (var rows in pass.Adapters)
        {
            foreach (var module in Modules)
            {
                if (rows.Adapter.Find(module.Name) is { } branch)
                    yield return (branch, module, rows);
            }
        }
    }

    private static void BranchForward(Pass pass, LoraBranch branch, Tensor x_NI, Tensor y_NO)
    {
        var mark = pass.Space.Mark();
        pass.Device.Linear(Narrow(pass, branch, x_NI), branch.B_OR.AsWeights(), y_NO, accumulate: true);
        pass.Space.Release(mark);
    }

    private static void BranchBackward(Pass pass, LoraBranch branch, Tensor gradient_NO, Tensor x_NI, Tensor? inputGradient_NI, int rowLength)
    {
        var mark = pass.Space.Mark();
        if (branch.BGradient_OR is not null)
            pass.Device.LinearBackwardWeight(gradient_NO, Narrow(pass, branch, x_NI), branch.BGradient_OR, rowLength);
        var narrowGradient = pass.Space.Take(x_NI.Rows, branch.Rank);
        pass.Device.LinearBackwardInput(gradient_NO, branch.B_OR.AsWeights(), narrowGradient);
        pass.Device.Scale(narrowGradient, branch.Scale);
        if (branch.AGradient_RI is not null)
            pass.Device.LinearBackwardWeight(narrowGradient, x_NI, branch.AGradient_RI, rowLength);
        if (inputGradient_NI is not null)
            pass.Device.LinearBackwardInput(narrowGradient, branch.A_RI.AsWeights(), inputGradient_NI, accumulate: true);
        pass.Space.Release(mark);
    }

    // scale x A^T: computed again on the way back, it is a small fraction of the work.
    private static Tensor Narrow(Pass pass, LoraBranch branch, Tensor x_NI)
    {
        var narrow = pass.Space.Take(x_NI.Rows, branch.Rank);
        pass.Device.Linear(x_NI, branch.A_RI.AsWeights(), narrow);
        pass.Device.Scale(narrow, branch.Scale);
        return narrow;
    }
}

using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;

namespace Hone.Engine.Generation;

/// <summary>An adapter in memory, to be named in requests.</summary>
public sealed class ModelAdapter
{
    private readonly PeftAdapter file;

    internal ModelAdapter(string directory, PeftAdapter file, int number, ComputeType format)
    {
        (Directory, this.file, Number) = (directory, file, number);
        Branches = new Adapter(file.Pairs.ToDictionary(pair => pair.Module, pair => Branch(pair, format)));
    }

    public string Directory { get; }

    internal Adapter Branches { get; }

    /// <summary>Counts up with each adapter that was opened.</summary>
    internal int Number { get; }

    /// <summary>Requests that run or wait with it.</summary>
    internal int Users { get; set; }

    internal bool IsOpen { get; private set; } = true;

    /// <param name="format">How its factors are held.</param>
    /// <exception cref="UserError">The adapter was made for another model.</exception>
    internal static ModelAdapter Open(string directory, ModelShape shape, int number, ComputeType format)
    {
        var file = PeftAdapter.Read(directory);
        try
        {
            Check(directory, file, shape);
            return new ModelAdapter(directory, file, number, format);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal void Close()
    {
        IsOpen = false;
        foreach (var branch in Branches.Branches.Values)
            branch.Factors?.Dispose();
        file.Dispose();
    }

    private static LoraBranch Branch(LoraPair pair, ComputeType format) => new(pair.A_RI, pair.B_OR, pair.Scale)
    {
        Factors = pair.A_RI.Rows <= LowRankFactors.HighestRank ? new LowRankFactors(pair.A_RI, pair.B_OR, pair.Scale, format) : null,
    };

    private static void Check(string directory, PeftAdapter file, ModelShape shape)
    {
        const string Remedy = "Give an adapter that was trained on this model.";
        var specs = ParameterSpec.Of(shape).Where(spec => spec.IsMatrix).ToDictionary(spec => spec.Name);
        foreach (var pair in file.Pairs)
        {
            if (!specs.TryGetValue(pair.Module + ".weight", out var spec))
                throw new UserError($"{directory} has a branch beside {pair.Module}, which the model does not have.", Remedy);
            if (spec.Name is "model.embed_tokens.weight" or "lm_head.weight")
                throw new UserError($"{directory} has a branch beside {pair.Module}.", "This version runs adapters of the layers' matrices only: merge this one into its model.");
            if (spec.Rows != pair.B_OR.Rows || spec.Columns != pair.A_RI.Columns)
                throw new UserError($"{directory}: the branch beside {pair.Module} is {pair.B_OR.Rows} x {pair.A_RI.Columns}, the model's matrix {spec.Rows} x {spec.Columns}.", Remedy);
        }
    }
}

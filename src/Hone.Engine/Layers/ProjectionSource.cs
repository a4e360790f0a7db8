using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>Puts a projection together from the modules of a source.</summary>
internal static class ProjectionSource
{
    /// <param name="prefix">What the modules' names begin with, "model.layers.0.self_attn." for instance.</param>
    /// <param name="modules">Names and rows of the modules, one below the other.</param>
    public static Projection Projection(this IWeightSource source, ParameterSet? gradients, string prefix, int columns, bool hasBias, params ReadOnlySpan<MatrixPart> modules)
    {
        var weights = Named(prefix, modules, ".weight");
        return new Projection(source.Stack(columns, weights), Places(prefix, modules))
        {
            WeightGradient_OI = gradients?.FindStack(weights),
            Bias_O = hasBias ? Bias(source, prefix, modules) : null,
            BiasGradient_O = hasBias ? BiasGradient(gradients, prefix, modules) : null,
        };
    }

    private static MatrixPart[] Named(string prefix, ReadOnlySpan<MatrixPart> modules, string suffix)
    {
        var named = new MatrixPart[modules.Length];
        for (var i = 0; i < modules.Length; i++)
            named[i] = modules[i] with { Name = prefix + modules[i].Name + suffix };
        return named;
    }

    private static ProjectionModule[] Places(string prefix, ReadOnlySpan<MatrixPart> modules)
    {
        var places = new ProjectionModule[modules.Length];
        var row = 0;
        for (var i = 0; i < modules.Length; i++)
        {
            places[i] = new ProjectionModule(prefix + modules[i].Name, row, modules[i].Rows);
            row += modules[i].Rows;
        }
        return places;
    }

    // Biases of stacked modules lie one after the other in a parameter set; from any other source they are copied together.
    private static Tensor Bias(IWeightSource source, string prefix, ReadOnlySpan<MatrixPart> modules)
    {
        var names = Named(prefix, modules, ".bias");
        var vectors = names.Select(part => source.Vector(part.Name, part.Rows, VectorKind.Bias)).ToList();
        if (vectors.Count == 1)
            return vectors[0];
        if (source is ParameterSet set)
            return set.Run(names);
        var joined = new Tensor(1, vectors.Sum(vector => vector.Columns));
        var at = 0;
        foreach (var vector in vectors)
        {
            vector.Span.CopyTo(joined.Span[at..]);
            at += vector.Columns;
        }
        return joined;
    }

    private static Tensor? BiasGradient(ParameterSet? gradients, string prefix, ReadOnlySpan<MatrixPart> modules)
    {
        var names = Named(prefix, modules, ".bias");
        return gradients?.Find(names[0].Name) is null ? null : gradients.Run(names);
    }
}

using Hone.Core.Settings;
using Hone.Engine.Layers;

namespace Hone.Engine.Training;

/// <summary>Factors of the learning rate by what a parameter is; 0 freezes: no gradient is computed and no state is held.</summary>
public sealed record RateFactors
{
    [Setting("Factor of the embedding table's learning rate, and of the head's where it is the same table; 0: frozen", Min = 0, Max = 100)]
    public double Embeddings { get; init; } = 1;

    [Setting("Factor of the head's learning rate; 0: frozen", Min = 0, Max = 100)]
    public double Head { get; init; } = 1;

    [Setting("Factor of the layers' matrices' learning rate; 0: frozen", Min = 0, Max = 100)]
    public double Layers { get; init; } = 1;

    [Setting("Factor of the learning rate of vectors: gains of norms, biases, sinks; 0: frozen", Min = 0, Max = 100)]
    public double Vectors { get; init; } = 1;

    internal double Of(ParameterSpec parameter) => parameter switch
    {
        { IsMatrix: false } => Vectors,
        { Name: "model.embed_tokens.weight" } => Embeddings,
        { Name: "lm_head.weight" } => Head,
        _ => Layers,
    };
}

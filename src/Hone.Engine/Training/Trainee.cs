using System.Globalization;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training;

/// <summary>
/// What a training changes: all of a model, some of it, or an adapter beside it. Gradients exist for what is trained alone, and the way
/// back ends below the lowest layer that has any of it.
/// </summary>
internal sealed class Trainee : IDisposable
{
    private const string Table = "model.embed_tokens.weight";
    private readonly bool ownsParameters;
    private readonly Func<ParameterSpec, double> factorOf;

    private Trainee(Decoder model, ParameterSet parameters, ParameterSet gradients, Func<ParameterSpec, double> factorOf, bool ownsParameters)
    {
        (Model, Parameters, Gradients, this.factorOf, this.ownsParameters) = (model, parameters, gradients, factorOf, ownsParameters);
        var shape = model.Shape;
        var trainsTable = gradients.Find(Table) is not null;
        LowestLayer = LowestOf(shape, gradients.Specs);
        // With a tied head the table's gradient has two parts. Added up apart, each row by row, they do not depend on the micro-batches.
        EmbeddingGradient_VD = !trainsTable ? null : shape.TiedHead ? new Tensor(shape.VocabularySize, shape.Hidden) : gradients[Table];
    }

    public Decoder Model { get; }

    /// <summary>Null: the model itself is trained.</summary>
    public Adapter? Adapter { get; private init; }

    /// <summary>What is trained, and perhaps more that is not.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Of what is trained.</summary>
    public ParameterSet Gradients { get; }

    /// <summary>Where the embedding's part of the table's gradient is added; null: the table is frozen.</summary>
    public Tensor? EmbeddingGradient_VD { get; }

    /// <summary>The lowest layer in which anything is trained; the number of layers, where only what comes after them is.</summary>
    public int LowestLayer { get; }

    /// <summary>Trains a set of all parameters in place, but for what is frozen.</summary>
    public static Trainee Of(Device device, ModelShape shape, ParameterSet parameters, AdaptSpec spec)
    {
        var gradients = new ParameterSet([.. parameters.Specs.Where(parameter => IsTrained(parameter, spec))]);
        return new Trainee(new Decoder(device, shape, DecoderWeights.From(shape, parameters, gradients)), parameters, gradients, spec.Rates.Of, ownsParameters: false);
    }

    /// <summary>Trains copies of the parameters that are not frozen; the frozen ones are used where the source has them.</summary>
    public static Trainee Of(Device device, ModelShape shape, IWeightSource start, AdaptSpec spec)
    {
        var trained = TrainedBy(spec, shape);
        ParameterSet parameters = new(trained), gradients = new(trained);
        WeightCopy.Fill(parameters, start);
        return new Trainee(new Decoder(device, shape, DecoderWeights.From(shape, new OverlaySource(parameters, start), gradients)), parameters, gradients, spec.Rates.Of, ownsParameters: true);
    }

    /// <summary>Trains an adapter beside a frozen base.</summary>
    public static Trainee Beside(Device device, ModelShape shape, IWeightSource start, LoraSpec lora, int freezeLayers, ulong seed)
    {
        var layout = LoraLayout.Of(shape, lora, freezeLayers);
        ParameterSet parameters = new(layout.Parameters), gradients = new(layout.Parameters);
        layout.Initialise(parameters, seed);
        var model = new Decoder(device, shape, DecoderWeights.From(shape, start));
        return new Trainee(model, parameters, gradients, _ => 1, ownsParameters: true) { Adapter = layout.Adapter(parameters, gradients) };
    }

    /// <summary>Factor of a parameter's learning rate.</summary>
    public double RateFactor(ParameterSpec parameter) => factorOf(parameter);

    public void ClearGradients()
    {
        Gradients.Clear();
        EmbeddingGradient_VD?.Clear();
    }

    /// <summary>Joins the two parts of a tied table's gradient.</summary>
    public void JoinGradients()
    {
        if (Model.Shape.TiedHead && EmbeddingGradient_VD is not null)
            Model.Device.AddScaled(Gradients[Table], EmbeddingGradient_VD);
    }

    public void Dispose()
    {
        Gradients.Dispose();
        EmbeddingGradient_VD?.Dispose();
        if (ownsParameters)
            Parameters.Dispose();
    }

    /// <summary>What a spec trains of a model: some of its parameters, or the matrices of an adapter.</summary>
    public static IReadOnlyList<ParameterSpec> TrainedBy(AdaptSpec spec, ModelShape shape)
        => spec.Lora is { } lora ? LoraLayout.Of(shape, lora, spec.FreezeLayers).Parameters : [.. ParameterSpec.Of(shape).Where(parameter => IsTrained(parameter, spec))];

    /// <summary>The lowest layer that any of the parameters belongs to; 0 where the table is among them, the number of layers where none is of a layer.</summary>
    public static int LowestOf(ModelShape shape, IReadOnlyList<ParameterSpec> trained)
        => trained.Any(parameter => parameter.Name == Table) ? 0 : trained.Select(LayerOf).DefaultIfEmpty(shape.Layers).Min(layer => layer ?? shape.Layers);

    private static bool IsTrained(ParameterSpec parameter, AdaptSpec spec)
        => spec.Rates.Of(parameter) > 0 && !(LayerOf(parameter) < spec.FreezeLayers);

    // "model.layers.3.mlp..." is of layer 3; null: of none.
    private static int? LayerOf(ParameterSpec parameter)
        => parameter.Name.Split('.') is ["model", "layers", var layer, ..] ? int.Parse(layer, CultureInfo.InvariantCulture) : null;
}

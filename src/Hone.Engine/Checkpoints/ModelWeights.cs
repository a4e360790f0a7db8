using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints.Gguf;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints;

/// <summary>A model's shape and where its weights come from. Keeps the files open: to be disposed after everything that was built from it.</summary>
internal sealed class ModelWeights : IDisposable
{
    private readonly IDisposable files;

    public ModelWeights(ModelShape shape, IWeightSource source, IDisposable files)
        => (Shape, Source, this.files) = (shape, source, files);

    public ModelShape Shape { get; }

    public IWeightSource Source { get; }

    /// <summary>The file, where the model is in one GGUF file.</summary>
    public GgufModel? Gguf => files as GgufModel;

    /// <summary>Opens a Hugging Face model directory or a GGUF file. Reads headers alone; weights are mapped.</summary>
    /// <param name="format">Convert the matrices to this format; null: as they are stored.</param>
    /// <exception cref="UserError">A file is missing, unsound or describes a model this version cannot run.</exception>
    public static ModelWeights Open(string directory, WeightFormat? format = null)
    {
        if (GgufFile.IsGguf(directory))
            return FromGguf(directory, format);
        if (!Directory.Exists(directory))
            throw new UserError($"There is no model directory {directory}.", "Give the path of a directory with config.json, tokenizer.json and model.safetensors.");
        var shape = ModelConfig.Read(Path.Combine(directory, "config.json"));
        var files = SafetensorsDirectory.Open(directory);
        try
        {
            CheckRoom(shape, files);
            return new ModelWeights(shape, Convert(SourceOf(shape, files), format), files);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Copies every parameter of the set from the source, widened to f32.</summary>
    public void CopyTo(ParameterSet parameters) => WeightCopy.Fill(parameters, Source);

    /// <summary>Gives the pages of mapped safetensors files back to the system: after everything was copied out of them.</summary>
    public void Forget() => (files as SafetensorsDirectory)?.Forget();

    public void Dispose() => files.Dispose();

    private static ModelWeights FromGguf(string path, WeightFormat? format)
    {
        var model = GgufModel.Open(path);
        return new ModelWeights(model.Shape, Convert(model.Source, format), model);
    }

    private static IWeightSource SourceOf(ModelShape shape, SafetensorsDirectory files)
        => shape.Experts > 0 ? new ExpertSource(shape, files) : new SafetensorsSource(files);

    private static IWeightSource Convert(IWeightSource source, WeightFormat? format) => format is { } wanted ? new ConvertedSource(source, wanted) : source;

    // Small files must not make us reserve memory for a giant: a parameter needs two bytes, or half of one in four bits.
    private static void CheckRoom(ModelShape shape, SafetensorsDirectory files)
    {
        if ((shape.Experts > 0 ? shape.Parameters / 2 : shape.Parameters * 2) > files.Bytes)
            throw new UserError($"{files.Path} has {files.Bytes} bytes, config.json describes {shape.Parameters} parameters.", "The file is truncated, or config.json belongs to another model.");
    }
}

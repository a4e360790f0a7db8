using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core.Documents;
using Hone.Engine.Architectures;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints;

/// <summary>A Hugging Face model directory: config.json, generation_config.json, tokenizer.json, model.safetensors.</summary>
internal static class ModelDirectory
{
    public const string Weights = "model.safetensors";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All weights in f32, to be trained.</summary>
    public static (ModelShape Shape, ParameterSet Parameters) Load(string directory)
    {
        using var weights = ModelWeights.Open(directory);
        var parameters = new ParameterSet(weights.Shape);
        try
        {
            weights.CopyTo(parameters);
            return (weights.Shape, parameters);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <summary>Writes everything but the tokenizer, which is copied from <paramref name="tokenizer"/> as it is. The weights come last.</summary>
    public static void Save(string directory, ModelShape shape, ParameterSet parameters, string tokenizer, int endOfText, WeightType type)
    {
        Directory.CreateDirectory(directory);
        WriteText(Path.Combine(directory, "config.json"), ModelConfig.Write(shape, type == WeightType.F32 ? "float32" : "bfloat16", endOfText).ToJsonString(Readable));
        WriteText(Path.Combine(directory, "generation_config.json"), new JsonObject { ["bos_token_id"] = endOfText, ["eos_token_id"] = endOfText }.ToJsonString(Readable));
        AtomicFile.Write(Path.Combine(directory, "tokenizer.json"), File.ReadAllBytes(tokenizer));
        SafetensorsShards.Write(directory, ExpertFile.Arrange(shape, parameters), type);
    }

    /// <summary>Writes a model made from that in <paramref name="start"/>, whose other files are kept. The weights come last, one after the other.</summary>
    /// <param name="read">A parameter's values, in memory made for this.</param>
    public static void SaveLike(string directory, string start, ModelShape shape, Func<ParameterSpec, Tensor> read, WeightType type)
    {
        ModelSideFiles.Copy(start, directory, type);
        if (shape.Experts == 0)
        {
            SafetensorsShards.Write(directory, [.. ParameterSpec.Of(shape).Select(spec => new TensorToWrite(spec.Name, spec.IsMatrix ? [spec.Rows, spec.Columns] : [spec.Columns], () => read(spec), IsMadeForThis: true))], type);
            return;
        }
        // Files hold the experts of a layer in one tensor: these are put together from a whole set.
        using var parameters = new ParameterSet(shape);
        foreach (var spec in parameters.Specs)
        {
            using var values = read(spec);
            parameters[spec.Name].CopyFrom(values);
        }
        SafetensorsShards.Write(directory, ExpertFile.Arrange(shape, parameters), type);
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(text + "\n"));
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Engine.Architectures;
using Hone.Engine.Layers;

namespace Hone.Engine.Checkpoints;

/// <summary>A Hugging Face model directory: config.json, generation_config.json, tokenizer.json, model.safetensors.</summary>
internal static class ModelDirectory
{
    public const string Weights = "model.safetensors";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static (ModelShape Shape, ParameterSet Parameters) Load(string directory)
    {
        if (!Directory.Exists(directory))
            throw new UserError($"There is no model directory {directory}.", "Give the path of a directory with config.json, tokenizer.json and model.safetensors.");
        var shape = ModelConfig.Read(Path.Combine(directory, "config.json"));
        var weights = Path.Combine(directory, Weights);
        if (!File.Exists(weights))
            throw new UserError($"{weights} is missing.", "This version reads models in one safetensors file.");
        CheckRoom(shape, weights);
        var parameters = new ParameterSet(shape);
        SafetensorsFile.Read(weights, parameters.Named);
        return (shape, parameters);
    }

    /// <summary>Writes everything but the tokenizer, which is copied from <paramref name="tokenizer"/> as it is. The weights come last.</summary>
    public static void Save(string directory, ModelShape shape, ParameterSet parameters, string tokenizer, int endOfText, WeightType type)
    {
        Directory.CreateDirectory(directory);
        WriteText(Path.Combine(directory, "config.json"), ModelConfig.Write(shape, type == WeightType.F32 ? "float32" : "bfloat16", endOfText).ToJsonString(Readable));
        WriteText(Path.Combine(directory, "generation_config.json"), new JsonObject { ["bos_token_id"] = endOfText, ["eos_token_id"] = endOfText }.ToJsonString(Readable));
        AtomicFile.Write(Path.Combine(directory, "tokenizer.json"), File.ReadAllBytes(tokenizer));
        SafetensorsFile.Write(Path.Combine(directory, Weights), parameters.Named, type, new Dictionary<string, string> { ["format"] = "pt" });
    }

    // A small file must not make us reserve memory for a giant: the weights need at least two bytes a parameter.
    private static void CheckRoom(ModelShape shape, string weights)
    {
        var bytes = new FileInfo(weights).Length;
        if (shape.Parameters * 2 > bytes)
            throw new UserError($"{weights} has {bytes} bytes, config.json describes {shape.Parameters} parameters.", "The file is truncated, or config.json belongs to another model.");
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(text + "\n"));
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Engine.Checkpoints;

/// <summary>
/// What stands beside the weights in a model directory: a model trained from another keeps that one's files as they are. Only the type of
/// the weights is changed in config.json; how the old ones were quantised goes.
/// </summary>
internal static class ModelSideFiles
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Kept =
    [
        "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "tokenizer.model",
        "chat_template.jinja", "chat_template.json",
    ];

    public static void Copy(string from, string to, WeightType type)
    {
        Directory.CreateDirectory(to);
        foreach (var name in Kept)
        {
            var source = Path.Combine(from, name);
            if (File.Exists(source))
                AtomicFile.Write(Path.Combine(to, name), File.ReadAllBytes(source));
        }
        var path = Path.Combine(from, "config.json");
        var config = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw new UserError($"{path} is not the model configuration it should be.");
        config[config.ContainsKey("dtype") ? "dtype" : "torch_dtype"] = type == WeightType.F32 ? "float32" : "bfloat16";
        config.Remove("quantization_config");
        AtomicFile.Write(Path.Combine(to, "config.json"), Encoding.UTF8.GetBytes(config.ToJsonString(Readable) + "\n"));
    }
}

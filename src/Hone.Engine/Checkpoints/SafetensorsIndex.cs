using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Engine.Checkpoints;

/// <summary>model.safetensors.index.json: which shard of a large model holds which tensor.</summary>
internal static class SafetensorsIndex
{
    public const string FileName = "model.safetensors.index.json";
    private const long MostBytes = 100_000_000;
    private const int MostTensors = 1_000_000;
    private const string Suffix = ".safetensors";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Tensor names to shard names. A shard is a plain file name: an index must not lead out of its directory.</summary>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= MostBytes ? Parse(File.ReadAllBytes(path), path) : throw Broken(path, $"it has {length} bytes");
    }

    public static IReadOnlyDictionary<string, string> Parse(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            var shards = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var pair in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                var shard = pair.Value.GetString() ?? "";
                if (!IsPlain(shard))
                    throw Broken(path, $"the shard \"{shard}\" of {pair.Name} is not a plain file name ending in {Suffix}");
                if (shards.Count == MostTensors || !shards.TryAdd(pair.Name, shard))
                    throw Broken(path, $"tensor {pair.Name} is listed twice, or there are more than {MostTensors}");
            }
            return shards.Count > 0 ? shards : throw Broken(path, "its weight_map is empty");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Broken(path, error.Message);
        }
    }

    public static void Write(string path, IEnumerable<KeyValuePair<string, string>> shards, long totalBytes)
    {
        var index = new JsonObject
        {
            ["metadata"] = new JsonObject { ["total_size"] = totalBytes },
            ["weight_map"] = new JsonObject(shards.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        };
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(index, Readable));
    }

    private static bool IsPlain(string name)
        => name.Length is > 12 and < 256 && name.EndsWith(Suffix, StringComparison.Ordinal) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static UserError Broken(string path, string why)
        => new($"{path} is not a sound index of safetensors files: {why}.", "Copy or download the model again.");
}

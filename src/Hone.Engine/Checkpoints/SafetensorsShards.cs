using System.Globalization;
using Hone.Engine.Layers;

namespace Hone.Engine.Checkpoints;

/// <summary>Writes a model's weights as one safetensors file or, where they are large, as shards and their index, named as Hugging Face names them.</summary>
internal static class SafetensorsShards
{
    /// <summary>What transformers cuts at.</summary>
    public const long MostBytes = 5_000_000_000;

    public static void Write(string directory, IReadOnlyList<NamedTensor> tensors, WeightType type, long mostBytes = MostBytes)
        => Write(directory, TensorToWrite.Of(tensors), type, mostBytes);

    /// <summary>The same, reading each tensor when its turn comes.</summary>
    public static void Write(string directory, IReadOnlyList<TensorToWrite> tensors, WeightType type, long mostBytes = MostBytes)
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        string single = Path.Combine(directory, ModelDirectory.Weights), index = Path.Combine(directory, SafetensorsIndex.FileName);
        var shards = Cut(tensors, type, mostBytes);
        if (shards.Count == 1)
        {
            SafetensorsFile.Write(single, tensors, type, metadata);
            File.Delete(index);
            return;
        }
        var places = new Dictionary<string, string>();
        for (var i = 0; i < shards.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors");
            SafetensorsFile.Write(Path.Combine(directory, name), shards[i], type, metadata);
            foreach (var tensor in shards[i])
                places.Add(tensor.Name, name);
        }
        SafetensorsIndex.Write(index, places, tensors.Sum(tensor => Bytes(tensor, type)));
        // A single file is looked for first: an older one would hide the shards.
        File.Delete(single);
    }

    private static List<List<TensorToWrite>> Cut(IReadOnlyList<TensorToWrite> tensors, WeightType type, long mostBytes)
    {
        var shards = new List<List<TensorToWrite>> { new() };
        var room = mostBytes;
        foreach (var tensor in tensors)
        {
            if (Bytes(tensor, type) > room && shards[^1].Count > 0)
            {
                shards.Add([]);
                room = mostBytes;
            }
            shards[^1].Add(tensor);
            room -= Bytes(tensor, type);
        }
        return shards;
    }

    private static long Bytes(TensorToWrite tensor, WeightType type) => tensor.Length * (type == WeightType.F32 ? 4 : 2);
}

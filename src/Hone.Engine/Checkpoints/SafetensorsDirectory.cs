using Hone.Core;
using Hone.Engine.Layers;

namespace Hone.Engine.Checkpoints;

/// <summary>
/// The tensors of a model directory, from model.safetensors or from the shards that model.safetensors.index.json lists. Files are mapped:
/// opening a model reads its headers alone. Views are valid until this is disposed.
/// </summary>
internal sealed class SafetensorsDirectory : IDisposable
{
    private readonly Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);
    private readonly List<MappedFile> files = [];

    private SafetensorsDirectory(string path) => Path = path;

    public string Path { get; }

    public IEnumerable<StoredTensor> Tensors => tensors.Values;

    /// <summary>Bytes of all files.</summary>
    public long Bytes => files.Sum(file => file.Length);

    public static SafetensorsDirectory Open(string directory)
    {
        string single = System.IO.Path.Combine(directory, ModelDirectory.Weights), index = System.IO.Path.Combine(directory, SafetensorsIndex.FileName);
        if (File.Exists(single))
            return OpenFile(single);
        var opened = new SafetensorsDirectory(directory);
        try
        {
            if (!File.Exists(index))
                throw new UserError($"{single} is missing.", $"A model directory holds {ModelDirectory.Weights}, or shards and {SafetensorsIndex.FileName}.");
            foreach (var shard in SafetensorsIndex.Read(index).GroupBy(pair => pair.Value, pair => pair.Key))
                opened.AddShard(System.IO.Path.Combine(directory, shard.Key), shard, index);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public static SafetensorsDirectory OpenFile(string path)
    {
        var opened = new SafetensorsDirectory(path);
        try
        {
            foreach (var tensor in opened.Map(path))
                opened.tensors.Add(tensor.Entry.Name, tensor);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Gives the files' pages back to the system.</summary>
    public void Forget() => files.ForEach(file => file.Forget());

    public bool Has(string name) => tensors.ContainsKey(name);

    public StoredTensor Find(string name)
        => tensors.TryGetValue(name, out var tensor) ? tensor : throw new UserError($"{Path} has no tensor {name}.", "Does config.json belong to these weights?");

    /// <summary>Fills each tensor, widened to f32; a missing one or one of another shape is an error, others in the files are ignored.</summary>
    public void Fill(IEnumerable<NamedTensor> wanted)
    {
        foreach (var tensor in wanted)
        {
            var stored = Find(tensor.Name).Expect(tensor.Dimensions);
            for (var row = 0; row < tensor.Value.Rows; row++)
                stored.CopyTo(tensor.Value.Row(row), (long)row * tensor.Value.Columns);
        }
    }

    public void Dispose() => files.ForEach(file => file.Dispose());

    private void AddShard(string path, IEnumerable<string> names, string index)
    {
        if (!File.Exists(path))
            throw new UserError($"{path} is missing.", $"{index} lists it: copy or download the model again.");
        var held = Map(path).ToDictionary(tensor => tensor.Entry.Name, StringComparer.Ordinal);
        foreach (var name in names)
            tensors.Add(name, held.TryGetValue(name, out var tensor) ? tensor : throw new UserError($"{path} has no tensor {name}, but {index} says it has.", "Copy or download the model again."));
    }

    private IEnumerable<StoredTensor> Map(string path)
    {
        var file = MappedFile.Open(path);
        files.Add(file);
        using var stream = file.OpenStream();
        return SafetensorsHeader.Read(stream, path).Tensors.Values.Select(entry => new StoredTensor(file, entry));
    }
}

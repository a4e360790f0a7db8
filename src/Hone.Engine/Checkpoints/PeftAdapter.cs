using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints;

/// <summary>A low-rank branch: module(x) += scale * B (A x). The module is named as its weight is, without ".weight".</summary>
internal sealed record LoraPair(string Module, Tensor A_RI, Tensor B_OR, float Scale);

/// <summary>
/// An adapter directory in PEFT's layout: adapter_config.json and adapter_model.safetensors with two tensors a module,
/// base_model.model.MODULE.lora_A.weight [r, in] and .lora_B.weight [out, r] (Hu et al. 2021).
/// </summary>
internal sealed class PeftAdapter : IDisposable
{
    public const string ConfigFile = "adapter_config.json";
    public const string WeightsFile = "adapter_model.safetensors";
    private const string Prefix = "base_model.model.";
    private const string SuffixA = ".lora_A.weight";
    private const string SuffixB = ".lora_B.weight";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public PeftAdapter(PeftConfig config, IReadOnlyList<LoraPair> pairs) => (Config, Pairs) = (config, pairs);

    public PeftConfig Config { get; }

    /// <summary>In order of module names.</summary>
    public IReadOnlyList<LoraPair> Pairs { get; }

    public static PeftAdapter Read(string directory)
    {
        if (!Directory.Exists(directory))
            throw new UserError($"There is no adapter directory {directory}.", $"Give the path of a directory with {ConfigFile} and {WeightsFile}.");
        var config = PeftConfig.Read(Path.Combine(directory, ConfigFile));
        var weights = Path.Combine(directory, WeightsFile);
        if (!File.Exists(weights))
            throw new UserError($"{weights} is missing.", File.Exists(Path.Combine(directory, "adapter_model.bin")) ? "A pickle is never opened: save the adapter as safetensors." : null);
        using var file = SafetensorsDirectory.OpenFile(weights);
        var modules = Modules(file);
        var pairs = new List<LoraPair>();
        try
        {
            foreach (var module in modules)
                pairs.Add(ReadPair(file, module, config));
            return new PeftAdapter(config, pairs);
        }
        catch
        {
            Free(pairs);
            throw;
        }
    }

    /// <summary>The weights come last: a directory with them is whole.</summary>
    public void Write(string directory, WeightType type = WeightType.F32)
    {
        var config = Config.Write(Pairs.Select(pair => pair.Module)).ToJsonString(Readable);
        AtomicFile.Write(Path.Combine(directory, ConfigFile), Encoding.UTF8.GetBytes(config + "\n"));
        var tensors = Pairs.SelectMany(pair => new[]
        {
            new NamedTensor(Prefix + pair.Module + SuffixA, pair.A_RI, null),
            new NamedTensor(Prefix + pair.Module + SuffixB, pair.B_OR, null),
        });
        SafetensorsFile.Write(Path.Combine(directory, WeightsFile), [.. tensors], type, new Dictionary<string, string> { ["format"] = "pt" });
    }

    public void Dispose() => Free(Pairs);

    private static void Free(IReadOnlyList<LoraPair> pairs)
    {
        foreach (var pair in pairs)
        {
            pair.A_RI.Dispose();
            pair.B_OR.Dispose();
        }
    }

    private static SortedSet<string> Modules(SafetensorsDirectory file)
    {
        var modules = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in file.Tensors.Select(tensor => tensor.Entry.Name))
        {
            var suffix = name.EndsWith(SuffixA, StringComparison.Ordinal) ? SuffixA : SuffixB;
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(suffix, StringComparison.Ordinal) || name.Length <= Prefix.Length + suffix.Length)
                throw new UserError($"{file.Path} has a tensor {name}, which is no LoRA weight of a linear layer.", $"Only {Prefix}MODULE{SuffixA} and {SuffixB} can be used.");
            modules.Add(name[Prefix.Length..^suffix.Length]);
        }
        return modules.Count > 0 ? modules : throw new UserError($"{file.Path} holds no tensors.");
    }

    private static LoraPair ReadPair(SafetensorsDirectory file, string module, PeftConfig config)
    {
        StoredTensor a = file.Find(Prefix + module + SuffixA), b = file.Find(Prefix + module + SuffixB);
        var rank = config.RankOf(module);
        if (a.Entry.Shape is not [var rows, var inputs] || b.Entry.Shape is not [var outputs, var columns] || rows != columns)
            throw new UserError($"{file.Path}: lora_A and lora_B of {module} have shapes [{string.Join(", ", a.Entry.Shape)}] and [{string.Join(", ", b.Entry.Shape)}], which do not fit together.");
        if (rows != rank)
            throw new UserError($"{file.Path}: {module} has rank {rows}, {ConfigFile} says {rank}.", "The two files belong to different adapters.");
        if (inputs is < 1 or > 1 << 24 || outputs is < 1 or > 1 << 24)
            throw new UserError($"{file.Path}: {module} is {outputs} x {inputs}, which no model has.");
        return new LoraPair(module, a.ToTensor(), b.ToTensor(), config.ScaleOf(module));
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using Hone.Engine.Checkpoints;
using Hone.Engine.Layers;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Golden;

/// <summary>What PyTorch made of a model, as make_goldens.py stored it. Names are those of the repositories.</summary>
internal sealed class GoldenFile
{
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly Dictionary<string, double[]> tensors;

    private GoldenFile(IReadOnlyDictionary<string, string> settings, Dictionary<string, double[]> tensors) => (this.settings, this.tensors) = (settings, tensors);

    public static GoldenFile Open(string name)
    {
        var path = Path.Combine(DirectoryOf(name), "golden.safetensors");
        using var file = SafetensorsDirectory.OpenFile(path);
        return new GoldenFile(SafetensorsFile.ReadMetadata(path), file.Tensors.ToDictionary(tensor => tensor.Entry.Name, Values));
    }

    public static string DirectoryOf(string name)
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            var golden = Path.Combine(place.FullName, "tests", "Hone.Engine.Tests", "Golden", name);
            if (Directory.Exists(golden))
                return golden;
        }
        throw new DirectoryNotFoundException($"no golden files of {name} above {AppContext.BaseDirectory}");
    }

    public double[] this[string name] => tensors[name];

    public string Base => DirectoryOf(settings["base"]);

    public int EndOfText => int.Parse(settings["end_of_text"], CultureInfo.InvariantCulture);

    public double[] Logits => tensors["logits"];

    /// <summary>1 where the next token counts in the loss.</summary>
    public double[] Chosen => tensors["chosen"];

    /// <summary>Before each of the steps, and after the last.</summary>
    public double[] Losses => tensors["losses"];

    /// <summary>Parameters by name: what is stored under <paramref name="kind"/>, "gradient" or "after".</summary>
    public IEnumerable<(string Name, double[] Values)> Of(string kind)
        => tensors.Where(pair => pair.Key.StartsWith(kind + ".", StringComparison.Ordinal)).Select(pair => (pair.Key[(kind.Length + 1)..], pair.Value));

    /// <summary>Every fifth value, as the file stores weights after the steps.</summary>
    public double[] Sample(double[] values)
    {
        var stride = int.Parse(settings["stride"], CultureInfo.InvariantCulture);
        return [.. values.Where((_, i) => i % stride == 0)];
    }

    public IReadOnlyList<TrainingRow> Rows()
        => [.. tensors["tokens"].Select(token => (int)token).Chunk(Length + 1).Zip(Chosen.Chunk(Length), (tokens, chosen) => new TrainingRow(tokens, false)
        {
            Targets = chosen.Contains(0) ? [.. chosen.Select((weight, position) => weight > 0 ? tokens[position + 1] : -1)] : null,
        })];

    // A row has one token more than positions: the last is only predicted.
    public int Length => tensors["starts"].Length / (tensors["tokens"].Length - tensors["starts"].Length);

    public Batch Batch()
    {
        var batch = new Batch([.. Rows().SelectMany(row => row.Tokens.Take(Length))], Length, EndOfText);
        Assert.Equal(tensors["starts"], batch.Starts.Select(start => (double)start));
        return batch;
    }

    /// <summary>The settings of its training, at a constant rate.</summary>
    public AdaptSpec Spec() => new()
    {
        RowLength = Length,
        BatchRows = Rows().Count,
        MicroRows = Rows().Count,
        Kl = 0,
        Replay = 0,
        LearningRate = Number("rate"),
        WarmUp = 0,
        FinalRate = 1,
        WeightDecay = Number("decay"),
        Beta1 = Number("beta1"),
        Beta2 = Number("beta2"),
        Clip = Number("clip"),
        Optimizer = settings["optimiser"] switch { "adamw8" => OptimizerKind.Adamw8, "muon" => OptimizerKind.Muon, _ => OptimizerKind.Adamw },
        Muon = new MuonSpec
        {
            Scale = settings.GetValueOrDefault("muon_scale") == "spectral" ? MuonScale.Spectral : MuonScale.Rms,
            Rate = settings.ContainsKey("muon_rate") ? Number("muon_rate") : null,
        },
        Rates = new RateFactors { Embeddings = settings.ContainsKey("slow_rate") ? Number("slow_rate") / Number("rate") : 1 },
        FreezeLayers = settings.ContainsKey("frozen") ? 1 : 0,
    };

    public double Number(string name) => double.Parse(settings[name], CultureInfo.InvariantCulture);

    private static unsafe double[] Values(StoredTensor tensor) => tensor.Entry.Type switch
    {
        "F64" => MemoryMarshal.Cast<byte, double>(Bytes(tensor)).ToArray(),
        "F32" => [.. MemoryMarshal.Cast<byte, float>(Bytes(tensor)).ToArray().Select(value => (double)value)],
        "I32" => [.. MemoryMarshal.Cast<byte, int>(Bytes(tensor)).ToArray().Select(value => (double)value)],
        _ => [.. Bytes(tensor).ToArray().Select(value => (double)value)],
    };

    private static unsafe ReadOnlySpan<byte> Bytes(StoredTensor tensor) => new(tensor.Pointer, checked((int)tensor.Entry.Bytes));
}

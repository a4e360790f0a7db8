using Hone.Core;
using Hone.Engine.Tensors;

namespace Hone.Cli.Models;

/// <summary>How a model directory is opened.</summary>
internal sealed record LocalModelOptions
{
    /// <summary>Formats a person can ask for, by the names of GGUF files.</summary>
    public static readonly IReadOnlyDictionary<string, WeightFormat> Formats = new Dictionary<string, WeightFormat>(StringComparer.OrdinalIgnoreCase)
    {
        ["f32"] = WeightFormat.F32,
        ["bf16"] = WeightFormat.BF16,
        ["q8_0"] = WeightFormat.Q8_0,
        ["q6_k"] = WeightFormat.Q6_K,
        ["q5_k"] = WeightFormat.Q5_K,
        ["q4_k"] = WeightFormat.Q4_K,
        ["q4_0"] = WeightFormat.Q4_0,
    };

    /// <summary>Convert the matrices to this; null: as they are stored.</summary>
    public WeightFormat? Weights { get; init; }

    /// <summary>An adapter directory that everything goes through; null: none.</summary>
    public string? Adapter { get; init; }

    public static WeightFormat ParseFormat(string name) => Formats.TryGetValue(name, out var format) ? format
        : throw new UserError($"'{name}' is not a weight format", $"give one of {string.Join(", ", Formats.Keys)}");
}

using Hone.Core.Settings;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training;

/// <summary>Settings of low-rank adaptation (Hu et al. 2021): two narrow matrices beside each matrix of the base, which stays as it is.</summary>
public sealed record LoraSpec
{
    /// <summary>The linear modules of a dense layer.</summary>
    internal static readonly IReadOnlyList<string> Modules = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    [Setting("Width of the adapter's matrices", Min = 1, Max = 1 << 14)]
    public int Rank { get; init; } = 16;

    [Setting("Size of the adapter's part: it is multiplied by alpha / rank", Min = 1e-6, Max = 1e6)]
    public double Alpha { get; init; } = 32;

    [Setting("Multiply by alpha / sqrt(rank) instead, which lets high ranks learn as fast as low ones (rsLoRA)")]
    public bool RankStabilised { get; init; }

    [Setting("Modules that get an adapter: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj. Empty: all of them; with experts, those of attention")]
    public IReadOnlyList<string> Targets { get; init; } = [];

    [Setting("Format that holds the frozen base in memory: f32, bf16, q8_0 (8.5 bits a weight), q4_k (4.5) or another of GGUF's; unset: as the model's files have it")]
    public WeightFormat? Base { get; init; }

    internal IEnumerable<string> Problems()
        => Targets.Where(target => !Modules.Contains(target)).Select(target => $"lora.targets names {target}, which no layer has; the modules are {string.Join(", ", Modules)}");
}

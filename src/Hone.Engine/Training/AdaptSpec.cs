using Hone.Core.Settings;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;

namespace Hone.Engine.Training;

/// <summary>Where KL to the start model is applied.</summary>
public enum KlScope
{
    /// <summary>On the rows of general text: keeps the model where it was outside the domain.</summary>
    Replay,

    /// <summary>On every row: also holds back learning.</summary>
    All,
}

/// <summary>How the learning rate falls.</summary>
public enum RateDecay
{
    /// <summary>A cosine from the highest rate to the final one.</summary>
    Cosine,

    /// <summary>Highest rate until <see cref="AdaptSpec.DecayShare"/> of the steps are left, then a straight line: the end can be chosen late.</summary>
    ConstantThenLinear,
}

/// <summary>Settings of continued pre-training. Defaults suit a small model on a small corpus.</summary>
public sealed record AdaptSpec
{
    [Setting("Tokens to train on in all, replay included", Min = 1)]
    public long Tokens { get; init; } = 1_000_000;

    [Setting("Tokens in one row; at most the model's context", Min = 8, Max = 1 << 17)]
    public int RowLength { get; init; } = 512;

    [Setting("Rows in one optimiser step", Min = 1, Max = 1 << 16)]
    public int BatchRows { get; init; } = 16;

    [Setting("Rows computed at once; fewer need less memory and change no bit of the result", Min = 1, Max = 1 << 12)]
    public int MicroRows { get; init; } = 8;

    [Setting("Share of the rows taken from the general text, against forgetting; 0: none", Min = 0, Max = 0.95)]
    public double Replay { get; init; } = 0.25;

    [Setting("Weight of the KL divergence from the start model, against forgetting; 0: off", Min = 0, Max = 100)]
    public double Kl { get; init; } = 0.5;

    [Setting("Rows that KL is applied to: replay (needs replay > 0) or all")]
    public KlScope KlOn { get; init; } = KlScope.Replay;

    [Setting("Highest learning rate", Min = 0, Max = 1)]
    public double LearningRate { get; init; } = 5e-4;

    [Setting("Share of the steps in which the rate rises linearly", Min = 0, Max = 1)]
    public double WarmUp { get; init; } = 0.05;

    [Setting("Rate at the end as a share of the highest", Min = 0, Max = 1)]
    public double FinalRate { get; init; } = 0.1;

    [Setting("Way down to the final rate: cosine or constant_then_linear")]
    public RateDecay Decay { get; init; } = RateDecay.Cosine;

    [Setting("With constant_then_linear, the share of the steps in which the rate falls", Min = 0, Max = 1)]
    public double DecayShare { get; init; } = 0.2;

    [Setting("Decoupled weight decay of the matrices", Min = 0, Max = 10)]
    public double WeightDecay { get; init; } = 0.1;

    [Setting("Largest norm of the gradient; longer ones are scaled down", Min = 1e-6, Max = 1e6)]
    public double Clip { get; init; } = 1.0;

    [Setting("Decay of AdamW's mean", Min = 0, Max = 0.9999)]
    public double Beta1 { get; init; } = 0.9;

    [Setting("Decay of AdamW's mean square", Min = 0, Max = 0.99999)]
    public double Beta2 { get; init; } = 0.95;

    [Setting("What makes new weights of gradients: adamw, adamw8 (states in 8 bits: a quarter of their memory) or muon (for the layers' matrices, adamw for the rest)")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adamw;

    [Setting("With optimizer: muon, what it does to the layers' matrices")]
    public MuonSpec Muon { get; init; } = new();

    [Setting("Train an adapter beside a frozen base instead of the model itself")]
    public LoraSpec? Lora { get; init; }

    [Setting("Factors of the learning rate by kind of parameter; 0 freezes a kind")]
    public RateFactors Rates { get; init; } = new();

    [Setting("Lowest layers that stay as they are", Min = 0, Max = 1024)]
    public int FreezeLayers { get; init; }

    [Setting("Keep only the layers' inputs for the way back and compute the rest again: less memory, a third more work, the same result to the bit")]
    public bool Recompute { get; init; }

    [Setting("Steps between checkpoints", Min = 1, Max = 1_000_000)]
    public int CheckpointEvery { get; init; } = 100;

    [Setting("How often held-out loss is measured during training", Min = 1, Max = 10_000)]
    public int Measurements { get; init; } = 12;

    [Setting("Rows of each held-out shard that a measurement reads", Min = 1, Max = 100_000)]
    public int MeasureRows { get; init; } = 16;

    [Setting("Number type of the written weights: bf16 or f32")]
    public WeightType Weights { get; init; } = WeightType.BF16;

    [Setting("Number type of the inputs of matrix products: f32, or bf16, faster where the processor has it; sums and weights stay f32")]
    public ComputeType Compute { get; init; } = ComputeType.F32;

    [Setting("Seed of the order of rows and of a new model's first weights", Min = 0)]
    public long Seed { get; init; } = 1;

    /// <summary>What single ranges cannot say.</summary>
    public IEnumerable<string> Problems()
    {
        if (Kl > 0 && KlOn == KlScope.Replay && Replay == 0)
            yield return "kl has no rows to work on: replay is 0. Set kl_on: all, give some replay, or set kl: 0";
        foreach (var problem in Lora?.Problems() ?? [])
            yield return problem;
        if (Lora is not null && Optimizer == OptimizerKind.Muon)
            yield return "optimizer is muon, which works on the layers' whole matrices; lora trains none. Set optimizer: adamw";
        if (Lora is not null && Rates != new RateFactors())
            yield return "rates are set, but lora freezes the whole base. Remove rates, or lora";
    }

    internal long StepTokens => (long)BatchRows * RowLength;

    internal long Steps => Math.Max(1, (Tokens + StepTokens - 1) / StepTokens);
}

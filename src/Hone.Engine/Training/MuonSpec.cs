using Hone.Core.Settings;

namespace Hone.Engine.Training;

/// <summary>Settings of the optimiser for the layers' matrices.</summary>
public sealed record MuonSpec
{
    [Setting("Highest learning rate of the layers' matrices; unset: learning_rate", Min = 0, Max = 1)]
    public double? Rate { get; init; }

    [Setting("Size of a step: rms (as large as AdamW's) or spectral (as first published, with a rate near 0.02)")]
    public MuonScale Scale { get; init; } = MuonScale.Rms;

    [Setting("Decay of the momentum", Min = 0, Max = 0.9999)]
    public double Momentum { get; init; } = 0.95;
}

using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>What one layer leaves for the way back: its input alone where it will be computed again.</summary>
internal sealed record LayerTrace(Tensor Input_ND, AttentionTrace? Attention, FeedForwardTrace? FeedForward);

/// <summary>What a forward pass leaves for the way back: one trace a layer, and the hidden states the head reads.</summary>
internal sealed record ForwardTrace(Batch Batch, Adapter? Adapter, IReadOnlyList<LayerTrace> Layers, Tensor Last_ND, Tensor InverseRms_N, Tensor Hidden_ND);

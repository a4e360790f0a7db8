using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>What a forward pass leaves for the way back: one trace a layer, and the hidden states the head reads.</summary>
internal sealed record ForwardTrace(Batch Batch, IReadOnlyList<LayerTrace> Layers, Tensor Last_ND, Tensor InverseRms_N, Tensor Hidden_ND);

/// <summary>What one layer leaves for the way back.</summary>
internal sealed record LayerTrace(
    Tensor Input_ND,
    Tensor InverseRms1_N,
    Tensor Normed1_ND,
    Tensor Qkv_NC,
    Tensor Attended_NQ,
    Tensor LogSumExp_HN,
    Tensor Middle_ND,
    Tensor InverseRms2_N,
    Tensor Normed2_ND,
    Tensor GateUp_NF2,
    Tensor Gated_NF);

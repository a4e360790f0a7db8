using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>Where one attention call finds its queries, keys and values. Strides count floats between neighbouring positions.</summary>
internal readonly unsafe struct AttentionRow
{
    public required float* Query { get; init; }
    public required nint QueryStride { get; init; }
    public required float* Key { get; init; }
    public required float* Value { get; init; }
    public required nint KeyStride { get; init; }

    /// <summary>Queries; the first stands at position Keys - Queries.</summary>
    public required int Queries { get; init; }
    public required int Keys { get; init; }

    /// <summary>First position each query may see (its document's start), indexed by query; null: 0.</summary>
    public required int* Starts { get; init; }

    /// <summary>Positions a query sees, its own included; 0: all.</summary>
    public required int Window { get; init; }

    /// <summary>Factor of the scores.</summary>
    public required float Scale { get; init; }

    /// <summary>A logit for each head of the group that takes its share of the softmax; null: none.</summary>
    public required float* Sinks { get; init; }
}

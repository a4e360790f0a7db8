using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels;

/// <summary>
/// The two factors of a low-rank branch that is not being trained, in panels of 16 outputs, the last padded with zeros: the copy a device reads
/// fastest. Several adapters in a batch are a good part of what a pass reads: beside weights that are not f32 they are held as bf16.
/// </summary>
internal sealed unsafe class LowRankFactors : IDisposable
{
    /// <summary>Outputs of a panel.</summary>
    public const int Grain = 16;

    /// <summary>Beyond this the plain products are as fast.</summary>
    public const int HighestRank = 256;

    private readonly NativeBlock a;
    private readonly NativeBlock b;

    public LowRankFactors(Tensor a_RI, Tensor b_OR, float scale, ComputeType format)
    {
        (Rank, Inputs, Outputs, Scale, Format) = (a_RI.Rows, a_RI.Columns, b_OR.Rows, scale, format);
        (a, b) = format == ComputeType.BF16 ? (Panels<BF16Element>(a_RI, sizeof(ushort)), Panels<BF16Element>(b_OR, sizeof(ushort))) : (Panels<F32Element>(a_RI, sizeof(float)), Panels<F32Element>(b_OR, sizeof(float)));
    }

    /// <summary>Panel after panel, [inputs][16 ranks].</summary>
    public byte* A => (byte*)a.Pointer;

    /// <summary>Panel after panel, [ranks][16 outputs].</summary>
    public byte* B => (byte*)b.Pointer;

    public int Inputs { get; }

    public int Rank { get; }

    public int Outputs { get; }

    public float Scale { get; }

    public ComputeType Format { get; }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }

    // As one turned matrix its rows would lie some KiB apart, and fall into few sets of the cache.
    private static NativeBlock Panels<T>(Tensor source, int elementBytes)
        where T : struct, IStoredElement
    {
        var panels = NativeBlock.OfBytes((source.Rows + Grain - 1L) / Grain * source.Columns * Grain * elementBytes);
        for (var row = 0; row < source.Rows; row++)
        {
            var values = source.Row(row);
            for (var column = 0; column < values.Length; column++)
                T.Store((byte*)panels.Pointer, ((((nint)row / Grain * values.Length) + column) * Grain) + (row % Grain), values[column]);
        }
        return panels;
    }
}

/// <summary>Rows of a batch that go through a branch, and where its outputs begin in the rows of y.</summary>
internal readonly record struct LowRankRows(LowRankFactors Factors, int FirstRow, int Rows, int FirstColumn);

using System.Runtime.InteropServices;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// y[tile rows, 16 a panel] (+)= x W^T for panels that lie one after the other. Integer sums are exact, and what is rounded is rounded in the same
/// order by every implementation: results are the same to the bit, and those of one row do not depend on the rows beside it.
/// </summary>
internal unsafe interface IPanelProduct : IDisposable
{
    string Name { get; }

    /// <param name="rows">Rows of the tile.</param>
    void Multiply(PanelFormat format, int rows, PanelProductCall* call);
}

/// <summary>The offsets are known to the assembled code.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PanelProductCall
{
    public const int AtPanel = 0, AtX = 8, AtY = 16, AtStrideY = 24, AtBlocks = 32, AtPanels = 40, AtAccumulate = 48;

    public byte* Panel;

    /// <summary>A tile of <see cref="ActivationTiles"/>.</summary>
    public uint* X;

    public float* Y;

    /// <summary>Bytes between rows of y.</summary>
    public nint StrideY;

    /// <summary>Blocks of the format in a row.</summary>
    public nint Blocks;

    public nint Panels;

    /// <summary>1: y is added to.</summary>
    public nint Accumulate;
}

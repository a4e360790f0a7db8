using System.Runtime.InteropServices;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>
/// What an assembled kernel is called with: C[rows, 32] (+)= A * B over <see cref="Steps"/> times 32 of k. Kernels use the memory
/// of the call for their own counting. The offsets are known to the assembled code.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PanelCall
{
    public const int AtA = 0, AtB = 8, AtC = 16, AtStrideC = 24, AtStrideA = 32, AtSteps = 40, AtBlocks = 48, AtAccumulate = 56;

    /// <summary>Rows of bf16 pairs, <see cref="StrideA"/> bytes apart.</summary>
    public uint* A;

    /// <summary>A panel of bf16 pairs, [k/2][32].</summary>
    public uint* B;

    public float* C;

    /// <summary>Bytes between rows of C.</summary>
    public nint StrideC;

    public nint StrideA;

    public nint Steps;

    /// <summary>Blocks of the kernel's height.</summary>
    public nint Blocks;

    /// <summary>1: sums go on from what C holds; 0: from nothing.</summary>
    public nint Accumulate;
}

using System.Runtime.Intrinsics;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>What this processor offers the kernels.</summary>
internal static class CpuFeatures
{
    public static string Widest
        => Vector512.IsHardwareAccelerated ? "512-bit vectors"
        : Vector256.IsHardwareAccelerated ? "256-bit vectors"
        : Vector128.IsHardwareAccelerated ? "128-bit vectors"
        : "no vectors";
}

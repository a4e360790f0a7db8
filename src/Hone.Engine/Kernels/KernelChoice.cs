using Hone.Engine.Kernels.Cpu;

namespace Hone.Engine.Kernels;

/// <summary>Which kernels the engine would use on this machine.</summary>
public static class KernelChoice
{
    /// <summary>One line for people: "CPU, 2 threads, 512-bit vectors, bf16 by AMX".</summary>
    public static string Describe(ComputeType compute)
    {
        using var device = new CpuDevice(0, compute);
        return device.Description;
    }
}

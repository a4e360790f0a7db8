using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;

namespace Hone.Engine.SelfTest;

/// <summary>
/// The engine against plain arithmetic on the user's own machine: another processor runs other kernels than the tests did. Every format of
/// weights, products forward and backward, and the gradients of a small model with every part a family may have.
/// </summary>
public static class EngineSelfTest
{
    /// <summary>The checks one by one, as they are done; a few seconds in all.</summary>
    public static IEnumerable<SelfCheck> Run()
    {
        foreach (var compute in Enum.GetValues<ComputeType>())
        {
            using var device = new CpuDevice(0, compute);
            foreach (var format in Enum.GetValues<WeightFormat>())
            {
                yield return ProductChecks.Linear(device, compute, format, rows: 1);
                yield return ProductChecks.Linear(device, compute, format, rows: 33);
                yield return ProductChecks.BackwardInput(device, compute, format);
            }
            yield return ProductChecks.BackwardWeight(device, compute);
        }
        yield return ModelChecks.Gradients();
        foreach (var compute in Enum.GetValues<ComputeType>())
            yield return ModelChecks.Threads(compute);
    }
}

using Hone.Engine.Kernels.Cpu.Quantised;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override IReadOnlyList<WeightMatrix> Prepare(IReadOnlyList<WeightMatrix> stack)
        => activations == Activations.Int8 ? quantised.Interleave(stack) : stack;
}

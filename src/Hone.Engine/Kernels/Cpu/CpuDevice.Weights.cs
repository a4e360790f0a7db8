using Hone.Engine.Kernels.Cpu.Quantised;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override WeightMatrix Prepare(WeightMatrix weights_OI)
        => activations == Activations.Int8 && !weights_OI.IsPanelled && PanelFormat.Of(weights_OI.Format) is { } format ? quantised.Interleave(weights_OI, format) : weights_OI;
}

using System.Collections.Concurrent;
using System.Runtime.Intrinsics.X86;
using Hone.Engine.Kernels.Cpu.Quantised;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>
/// Panel products by AVX512-VNNI, which .NET 10 has no intrinsics for. A kernel is assembled for each format and height of tile that is
/// asked for, the first time it is.
/// </summary>
internal sealed unsafe class VnniPanelProduct : IPanelProduct
{
    private readonly ConcurrentDictionary<(PanelFormat Format, int Rows), ExecutableMemory> kernels = [];
    private readonly Lock access = new();

    private VnniPanelProduct()
    {
    }

    public string Name => "AVX512-VNNI";

    public static bool IsSupported => Bf16Support.Possible && (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0;

    /// <summary>Null where processor, system or user do not allow it.</summary>
    public static VnniPanelProduct? TryCreate()
    {
        if (!IsSupported)
            return null;
        var product = new VnniPanelProduct();
        if (product.Kernel(PanelFormat.Of(Tensors.WeightFormat.Q8_0)!, 1) is not null)
            return product;
        product.Dispose();
        return null;
    }

    public void Multiply(PanelFormat format, int rows, PanelProductCall* call)
    {
        var kernel = Kernel(format, rows) ?? throw new InvalidOperationException("the system no longer allows executable pages");
        ((delegate* unmanaged<PanelProductCall*, void>)kernel.Address)(call);
    }

    public void Dispose()
    {
        foreach (var kernel in kernels.Values)
            kernel.Dispose();
    }

    private ExecutableMemory? Kernel(PanelFormat format, int rows)
    {
        if (kernels.TryGetValue((format, rows), out var known))
            return known;
        lock (access)
        {
            if (kernels.TryGetValue((format, rows), out known))
                return known;
            return AssembledCode.TryCreate(assembler => PanelCode.Write(assembler, format, rows)) is { } made ? kernels[(format, rows)] = made : null;
        }
    }
}

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>
/// The innermost loops of a bf16 product, assembled at start-up because .NET 10 has no intrinsics for AVX512-BF16 and AMX.
/// The code follows the calling convention of the system it runs on and calls nothing.
/// </summary>
internal sealed unsafe class PanelKernel : IDisposable
{
    private readonly ExecutableMemory memory;

    private PanelKernel(string name, int height, ExecutableMemory memory)
        => (Name, Height, this.memory) = (name, height, memory);

    public string Name { get; }

    /// <summary>Rows of C a block covers.</summary>
    public int Height { get; }

    /// <summary>The fastest kernel of this machine, or null where f32 is as fast.</summary>
    public static PanelKernel? TryCreate() => TryCreateAmx() ?? (Bf16Support.FastAvx512 ? TryCreateAvx512() : null);

    public static PanelKernel? TryCreateAmx()
        => Bf16Support.Amx ? TryCreate("AMX", AmxKernel.Height, AmxKernel.Write) : null;

    public static PanelKernel? TryCreateAvx512()
        => Bf16Support.Avx512 ? TryCreate("AVX512-BF16", Avx512Kernel.Height, Avx512Kernel.Write) : null;

    // A plain unmanaged call: the thread counts as stopped for the garbage collector while the kernel runs.
    public void Run(PanelCall* call) => ((delegate* unmanaged<PanelCall*, void>)memory.Address)(call);

    public void Dispose() => memory.Dispose();

    private static PanelKernel? TryCreate(string name, int height, Action<Assembler> write)
    {
        var assembler = new Assembler(64);
        if (!OperatingSystem.IsWindows())
            assembler.mov(rcx, rdi);
        write(assembler);
        using var code = new MemoryStream();
        assembler.Assemble(new StreamCodeWriter(code), rip: 0);
        return ExecutableMemory.TryCreate(code.ToArray()) is { } memory ? new PanelKernel(name, height, memory) : null;
    }
}

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>A function of one pointer, assembled into memory of its own, with the pointer in rcx whatever the system's calling convention.</summary>
internal static class AssembledCode
{
    /// <summary>Null where the system allows no executable pages.</summary>
    public static ExecutableMemory? TryCreate(Action<Assembler> write)
    {
        var assembler = new Assembler(64);
        if (!OperatingSystem.IsWindows())
            assembler.mov(rcx, rdi);
        write(assembler);
        using var code = new MemoryStream();
        assembler.Assemble(new StreamCodeWriter(code), rip: 0);
        return ExecutableMemory.TryCreate(code.ToArray());
    }
}

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>The Windows convention keeps the low halves of xmm6 to xmm15 for the caller; others keep none.</summary>
internal static class CalleeSaved
{
    private static readonly AssemblerRegisterXMM[] Saved = [xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15];

    public static void Save(Assembler c)
    {
        if (!OperatingSystem.IsWindows())
            return;
        c.sub(rsp, 16 * Saved.Length);
        for (var i = 0; i < Saved.Length; i++)
            c.vmovups(__xmmword_ptr[rsp + (16 * i)], Saved[i]);
    }

    public static void Restore(Assembler c)
    {
        if (!OperatingSystem.IsWindows())
            return;
        for (var i = 0; i < Saved.Length; i++)
            c.vmovups(Saved[i], __xmmword_ptr[rsp + (16 * i)]);
        c.add(rsp, 16 * Saved.Length);
    }
}

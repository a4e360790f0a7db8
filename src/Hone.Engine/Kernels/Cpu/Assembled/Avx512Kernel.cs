using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>C[12, 32] in 24 of the 32 registers, as the f32 tile; a pair of A is broadcast and multiplied with 2x16 pairs of B.</summary>
internal static class Avx512Kernel
{
    public const int Height = 12;
    private const int PairsUnrolled = 4, PanelStride = 128, SavedOnWindows = 10;

    private static readonly AssemblerRegisterZMM[] Zmm =
    [
        zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11,
        zmm12, zmm13, zmm14, zmm15, zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23,
    ];

    public static void Write(Assembler c)
    {
        var rows = c.CreateLabel();
        c.push(rbx);
        c.push(rsi);
        c.push(rdi);
        if (OperatingSystem.IsWindows())
            SaveRegisters(c);
        c.mov(rdi, __qword_ptr[rcx + PanelCall.AtC]);
        c.mov(rbx, __qword_ptr[rcx + PanelCall.AtStrideC]);
        c.mov(r10, __qword_ptr[rcx + PanelCall.AtStrideA]);
        c.Label(ref rows);
        WriteBlock(c);
        c.dec(__qword_ptr[rcx + PanelCall.AtBlocks]);
        c.jne(rows);
        if (OperatingSystem.IsWindows())
            RestoreRegisters(c);
        c.vzeroupper();
        c.pop(rdi);
        c.pop(rsi);
        c.pop(rbx);
        c.ret();
    }

    private static void WriteBlock(Assembler c)
    {
        var steps = c.CreateLabel();
        ExpectC(c);
        foreach (var sum in Zmm)
            c.vpxord(sum, sum, sum);
        c.mov(rax, __qword_ptr[rcx + PanelCall.AtA]);
        c.lea(rsi, __[r10 + (r10 * 2)]);
        c.lea(rdx, __[rax + rsi]);
        c.lea(r8, __[rdx + rsi]);
        c.lea(r9, __[r8 + rsi]);
        c.add(rsi, r9);
        c.mov(__qword_ptr[rcx + PanelCall.AtA], rsi);
        c.mov(r11, __qword_ptr[rcx + PanelCall.AtB]);
        c.mov(rsi, __qword_ptr[rcx + PanelCall.AtSteps]);
        c.shl(rsi, 2); // 16 pairs a step, four a turn
        c.Label(ref steps);
        for (var pair = 0; pair < PairsUnrolled; pair++)
            WritePair(c, pair);
        foreach (var row in (AssemblerRegister64[])[rax, rdx, r8, r9])
            c.add(row, 4 * PairsUnrolled);
        c.add(r11, PanelStride * PairsUnrolled);
        c.dec(rsi);
        c.jne(steps);
        WriteSums(c);
    }

    // The sums meet C after all of k: by then its lines, asked for here, are there.
    private static void ExpectC(Assembler c)
    {
        c.mov(r11, rdi);
        for (var row = 0; row < Height; row++)
        {
            c.prefetchw(__[r11]);
            c.prefetchw(__[r11 + 64]);
            c.add(r11, rbx);
        }
    }

    private static void WriteSums(Assembler c)
    {
        Label nothing = c.CreateLabel(), end = c.CreateLabel();
        c.cmp(__qword_ptr[rcx + PanelCall.AtAccumulate], 0);
        c.je(nothing);
        Store(c, add: true);
        c.jmp(end);
        c.Label(ref nothing);
        Store(c, add: false);
        c.Label(ref end);
        c.nop();
    }

    private static void Store(Assembler c, bool add)
    {
        for (var row = 0; row < Height; row++)
        {
            for (var half = 0; half < 2; half++)
            {
                if (add)
                    c.vaddps(Zmm[(2 * row) + half], Zmm[(2 * row) + half], __zmmword_ptr[rdi + (64 * half)]);
                c.vmovups(__zmmword_ptr[rdi + (64 * half)], Zmm[(2 * row) + half]);
            }
            c.add(rdi, rbx);
        }
    }

    // rax, rdx, r8, r9 point three rows of A apart.
    private static void WritePair(Assembler c, int pair)
    {
        c.vmovups(zmm24, __zmmword_ptr[r11 + (pair * PanelStride)]);
        c.vmovups(zmm25, __zmmword_ptr[r11 + (pair * PanelStride) + 64]);
        AssemblerRegister64[] starts = [rax, rdx, r8, r9];
        for (var row = 0; row < Height; row++)
        {
            var start = starts[row / 3];
            var place = (row % 3) switch { 0 => start + (4 * pair), 1 => start + r10 + (4 * pair), _ => start + (r10 * 2) + (4 * pair) };
            c.vpbroadcastd(zmm26, __dword_ptr[place]);
            c.vdpbf16ps(Zmm[2 * row], zmm24, zmm26);
            c.vdpbf16ps(Zmm[(2 * row) + 1], zmm25, zmm26);
        }
    }

    // The Windows convention keeps the low halves of xmm6 to xmm15 for the caller.
    private static void SaveRegisters(Assembler c)
    {
        c.sub(rsp, 16 * SavedOnWindows);
        for (var i = 0; i < SavedOnWindows; i++)
            c.vmovups(__xmmword_ptr[rsp + (16 * i)], Saved[i]);
    }

    private static void RestoreRegisters(Assembler c)
    {
        for (var i = 0; i < SavedOnWindows; i++)
            c.vmovups(Saved[i], __xmmword_ptr[rsp + (16 * i)]);
        c.add(rsp, 16 * SavedOnWindows);
    }

    private static AssemblerRegisterXMM[] Saved => [xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15];
}

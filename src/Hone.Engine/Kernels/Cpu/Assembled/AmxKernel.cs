using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>
/// C[32, 32] by four tile registers of 16x16 sums; each step of 32 k loads two tiles of A and two of B for four products.
/// Tiles are configured on entry and released before the return, so no thread keeps tile state outside.
/// </summary>
internal static class AmxKernel
{
    public const int Height = 32;
    private const int PanelStride = 128;

    public static void Write(Assembler c)
    {
        Label configuration = c.CreateLabel(), rows = c.CreateLabel();
        c.push(rbx);
        c.push(rsi);
        c.push(rdi);
        c.ldtilecfg(__[configuration]);
        c.mov(rax, __qword_ptr[rcx + PanelCall.AtA]);
        c.mov(rsi, __qword_ptr[rcx + PanelCall.AtC]);
        c.mov(r10, __qword_ptr[rcx + PanelCall.AtStrideC]);
        c.mov(r9, __qword_ptr[rcx + PanelCall.AtStrideA]);
        c.mov(ebx, PanelStride);
        c.Label(ref rows);
        WriteBlock(c);
        c.dec(__qword_ptr[rcx + PanelCall.AtBlocks]);
        c.jne(rows);
        c.tilerelease();
        c.pop(rdi);
        c.pop(rsi);
        c.pop(rbx);
        c.ret();
        c.Label(ref configuration);
        c.db(Configuration());
    }

    // rax: 16 rows of A, rdx: the 16 below, r8: B, rsi and rdi: C and 16 rows below.
    private static void WriteBlock(Assembler c)
    {
        Label nothing = c.CreateLabel(), begin = c.CreateLabel(), steps = c.CreateLabel();
        Below(c, rdi, rsi, r10);
        c.cmp(__qword_ptr[rcx + PanelCall.AtAccumulate], 0);
        c.je(nothing);
        c.tileloadd(tmm0, __[rsi + r10]);
        c.tileloadd(tmm1, __[rsi + r10 + 64]);
        c.tileloadd(tmm2, __[rdi + r10]);
        c.tileloadd(tmm3, __[rdi + r10 + 64]);
        c.jmp(begin);
        c.Label(ref nothing);
        c.tilezero(tmm0);
        c.tilezero(tmm1);
        c.tilezero(tmm2);
        c.tilezero(tmm3);
        c.Label(ref begin);
        Below(c, rdx, rax, r9);
        c.mov(r8, __qword_ptr[rcx + PanelCall.AtB]);
        c.mov(r11, __qword_ptr[rcx + PanelCall.AtSteps]);
        c.Label(ref steps);
        WriteStep(c);
        c.jne(steps);
        c.tilestored(__[rsi + r10], tmm0);
        c.tilestored(__[rsi + r10 + 64], tmm1);
        c.tilestored(__[rdi + r10], tmm2);
        c.tilestored(__[rdi + r10 + 64], tmm3);
        Below(c, rsi, rdi, r10);
        c.mov(rax, __qword_ptr[rcx + PanelCall.AtA]);
        Below(c, rdx, rax, r9);
        Below(c, rax, rdx, r9);
        c.mov(__qword_ptr[rcx + PanelCall.AtA], rax);
    }

    private static void WriteStep(Assembler c)
    {
        c.tileloadd(tmm6, __[r8 + rbx]);
        c.tileloadd(tmm4, __[rax + r9]);
        c.tileloadd(tmm7, __[r8 + rbx + 64]);
        c.tdpbf16ps(tmm0, tmm4, tmm6);
        c.tileloadd(tmm5, __[rdx + r9]);
        c.tdpbf16ps(tmm1, tmm4, tmm7);
        c.tdpbf16ps(tmm2, tmm5, tmm6);
        c.tdpbf16ps(tmm3, tmm5, tmm7);
        c.add(rax, 64);
        c.add(rdx, 64);
        c.add(r8, 16 * PanelStride);
        c.dec(r11);
    }

    // target = source + 16 rows.
    private static void Below(Assembler c, AssemblerRegister64 target, AssemblerRegister64 source, AssemblerRegister64 stride)
    {
        c.mov(target, stride);
        c.shl(target, 4);
        c.add(target, source);
    }

    // Palette 1; every tile 16 rows of 64 bytes.
    private static byte[] Configuration()
    {
        var bytes = new byte[64];
        bytes[0] = 1;
        for (var tile = 0; tile < 8; tile++)
        {
            bytes[16 + (2 * tile)] = 64;
            bytes[48 + tile] = 16;
        }
        return bytes;
    }
}

using System.Runtime.InteropServices;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>What the rounding code is called with. It uses the memory of the call for its own counting.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RoundingCall
{
    public const int AtSource = 0, AtSourceStride = 8, AtTarget = 16, AtTargetStride = 24, AtRows = 32, AtChunks = 40;

    public float* Source;

    /// <summary>Bytes between rows read one after the other.</summary>
    public nint SourceStride;

    public uint* Target;

    /// <summary>Bytes between rows written.</summary>
    public nint TargetStride;

    /// <summary>Rows written.</summary>
    public nint Rows;

    /// <summary>Vectors written a row.</summary>
    public nint Chunks;
}

/// <summary>
/// Rounds f32 to bf16 (to nearest, ties to even; what is too small for a normal number becomes zero, as the dot products take it) and puts
/// neighbours in k side by side: <see cref="WriteAlong"/> where k runs along a row, <see cref="WriteZipped"/> where two rows make one.
/// </summary>
internal static class RoundingCode
{
    public static void WriteAlong(Assembler c) => Write(c, zipped: false);

    public static void WriteZipped(Assembler c) => Write(c, zipped: true);

    private static void Write(Assembler c, bool zipped)
    {
        Label rows = c.CreateLabel(), chunks = c.CreateLabel(), order = c.CreateLabel();
        c.mov(r9, __qword_ptr[rcx + RoundingCall.AtSource]);
        c.mov(r10, __qword_ptr[rcx + RoundingCall.AtSourceStride]);
        c.mov(r11, __qword_ptr[rcx + RoundingCall.AtTarget]);
        if (zipped)
            c.vmovups(zmm31, __zmmword_ptr[order]);
        c.Label(ref rows);
        c.mov(rax, r9);
        c.mov(rdx, r11);
        c.mov(r8, __qword_ptr[rcx + RoundingCall.AtChunks]);
        c.Label(ref chunks);
        c.vmovups(zmm0, zipped ? __zmmword_ptr[rax + r10] : __zmmword_ptr[rax + 64]);
        c.vcvtne2ps2bf16(zmm0, zmm0, __zmmword_ptr[rax]);
        if (zipped)
            c.vpermw(zmm0, zmm31, zmm0);
        c.vmovups(__zmmword_ptr[rdx], zmm0);
        c.add(rax, zipped ? 64 : 128);
        c.add(rdx, 64);
        c.dec(r8);
        c.jne(chunks);
        c.add(r9, r10);
        if (zipped)
            c.add(r9, r10);
        c.add(r11, __qword_ptr[rcx + RoundingCall.AtTargetStride]);
        c.dec(__qword_ptr[rcx + RoundingCall.AtRows]);
        c.jne(rows);
        c.vzeroupper();
        c.ret();
        if (!zipped)
            return;
        c.Label(ref order);
        c.db(Order());
    }

    // Word 2j from the first row, 2j + 1 from the second.
    private static byte[] Order()
    {
        var bytes = new byte[64];
        for (var j = 0; j < 16; j++)
            (bytes[4 * j], bytes[(4 * j) + 2]) = ((byte)j, (byte)(16 + j));
        return bytes;
    }
}

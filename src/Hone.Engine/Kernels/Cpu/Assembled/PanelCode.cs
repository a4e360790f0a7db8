using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Quantised;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>
/// The words in which a <see cref="PanelFormat"/> writes its loop for AVX512-VNNI: a tile of up to 12 rows of x, one panel of 16 rows of weights.
/// zmm0-11 are integer sums, zmm12-23 the results, the rest is named below; rax walks the panel, rdx the tile.
/// </summary>
internal sealed class PanelCode(Assembler c, int rows)
{
    private static readonly AssemblerRegisterZMM[] Zmm =
    [
        zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11,
        zmm12, zmm13, zmm14, zmm15, zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23,
    ];

    private readonly Dictionary<string, (Label Label, byte[] Bytes)> constants = [];

    public static AssemblerRegisterZMM Weights => zmm24;

    public static AssemblerRegisterZMM Scale => zmm25;

    public static AssemblerRegisterZMM Scales => zmm26;

    public static AssemblerRegisterZMM Minima => zmm27;

    public static AssemblerRegisterZMM Unit => zmm28;

    public static AssemblerRegisterZMM MinimumUnit => zmm31;

    private static AssemblerRegisterZMM Bits => zmm29;

    private static AssemblerRegisterZMM LowHalves => zmm30;

    public static void Write(Assembler c, PanelFormat format, int rows) => new PanelCode(c, rows).Write(format);

    private void Write(PanelFormat format)
    {
        Label panels = c.CreateLabel(), blocks = c.CreateLabel();
        CalleeSaved.Save(c);
        c.mov(rax, __qword_ptr[rcx + PanelProductCall.AtPanel]);
        c.mov(r8, __qword_ptr[rcx + PanelProductCall.AtY]);
        c.mov(r10, __qword_ptr[rcx + PanelProductCall.AtStrideY]);
        c.vpbroadcastd(LowHalves, Constant(0x0F0F0F0F));
        c.Label(ref panels);
        c.mov(rdx, __qword_ptr[rcx + PanelProductCall.AtX]);
        c.mov(r9, __qword_ptr[rcx + PanelProductCall.AtBlocks]);
        for (var m = 0; m < rows; m++)
            c.vpxord(Result(m), Result(m), Result(m));
        c.Label(ref blocks);
        format.Write(this);
        c.add(rax, format.Bytes);
        c.add(rdx, format.Values / ActivationTiles.Values * ActivationTiles.Lines * rows * sizeof(uint));
        c.dec(r9);
        c.jne(blocks);
        WriteResults();
        c.add(r8, PanelFormat.Rows * sizeof(float));
        c.dec(__qword_ptr[rcx + PanelProductCall.AtPanels]);
        c.jne(panels);
        CalleeSaved.Restore(c);
        c.vzeroupper();
        c.ret();
        foreach (var (label, bytes) in constants.Values)
        {
            var place = label;
            c.Label(ref place);
            c.db(bytes);
        }
    }

    private void WriteResults()
    {
        Label fresh = c.CreateLabel();
        c.cmp(__qword_ptr[rcx + PanelProductCall.AtAccumulate], 0);
        c.je(fresh);
        c.mov(r11, r8);
        for (var m = 0; m < rows; m++, c.add(r11, r10))
            c.vaddps(Result(m), Result(m), __zmmword_ptr[r11]);
        c.Label(ref fresh);
        c.mov(r11, r8);
        for (var m = 0; m < rows; m++, c.add(r11, r10))
            c.vmovups(__zmmword_ptr[r11], Result(m));
    }

    /// <summary>Integer sums begin at the correction for the first or second half of a block of x.</summary>
    public void Start(int block, int half)
    {
        for (var m = 0; m < rows; m++)
            c.vpbroadcastd(Zmm[m], __dword_ptr[X(block, ActivationTiles.StartLine + half, m)]);
    }

    public void StartFromZero()
    {
        for (var m = 0; m < rows; m++)
            c.vpxord(Zmm[m], Zmm[m], Zmm[m]);
    }

    /// <summary>Sums += weights by the four codes of x in line <paramref name="group"/>.</summary>
    public void Dot(int block, int group)
    {
        for (var m = 0; m < rows; m++)
            c.vpdpbusd(Zmm[m], Weights, __dword_bcst[X(block, group, m)]);
    }

    /// <summary>Results += sums * <see cref="Scale"/> * scale of x.</summary>
    public void Fold(int block)
    {
        for (var m = 0; m < rows; m++)
        {
            c.vcvtdq2ps(Zmm[m], Zmm[m]);
            c.vmulps(Zmm[m], Zmm[m], Scale);
            c.vfmadd231ps(Result(m), Zmm[m], __dword_bcst[X(block, ActivationTiles.ScaleLine, m)]);
        }
    }

    /// <summary>Results -= <see cref="Scale"/> * scaled sum of x.</summary>
    public void SubtractMinimum(int block)
    {
        for (var m = 0; m < rows; m++)
            c.vfnmadd231ps(Result(m), Scale, __dword_bcst[X(block, ActivationTiles.SumLine, m)]);
    }

    public void Load(AssemblerRegisterZMM target, int at) => c.vmovdqu32(target, __zmmword_ptr[rax + at]);

    /// <summary>The low four bits of every byte.</summary>
    public void LoadLow(AssemblerRegisterZMM target, int at) => c.vpandd(target, LowHalves, __zmmword_ptr[rax + at]);

    public void LoadHigh(AssemblerRegisterZMM target, int at)
    {
        c.vpsrld(target, __zmmword_ptr[rax + at], 4);
        c.vpandd(target, target, LowHalves);
    }

    public void LoadMasked(AssemblerRegisterZMM target, int at, int from, uint mask)
    {
        Shifted(target, at, from, 0);
        c.vpandd(target, target, Broadcast(mask));
    }

    /// <summary>target |= bits of panel memory, moved from bit <paramref name="from"/> to bit <paramref name="to"/>.</summary>
    public void OrBits(AssemblerRegisterZMM target, int at, int from, int to, uint mask)
    {
        Shifted(Bits, at, from, to);
        c.vpternlogd(target, Bits, Broadcast(mask), 0xF8); // a | (b & c)
    }

    /// <summary>Every byte of target by a table of sixteen.</summary>
    public void LookUp(AssemblerRegisterZMM target, Vector128<byte> table)
    {
        var bytes = new byte[16];
        table.CopyTo(bytes);
        c.vbroadcasti32x4(Bits, __xmmword_ptr[Constant("table", bytes)]);
        c.vpshufb(target, Bits, target);
    }

    /// <summary>Byte <paramref name="index"/> of every lane as a float.</summary>
    public void Byte(AssemblerRegisterZMM target, AssemblerRegisterZMM lanes, int index)
    {
        c.vpslld(target, lanes, (byte)(24 - (8 * index)));
        c.vpsrld(target, target, 24);
        c.vcvtdq2ps(target, target);
    }

    public void SignedByte(AssemblerRegisterZMM target, AssemblerRegisterZMM lanes, int index)
    {
        c.vpslld(target, lanes, (byte)(24 - (8 * index)));
        c.vpsrad(target, target, 24);
        c.vcvtdq2ps(target, target);
    }

    /// <summary>Sixteen f16 numbers as floats.</summary>
    public void LoadHalves(AssemblerRegisterZMM target, int at) => c.vcvtph2ps(target, __ymmword_ptr[rax + at]);

    /// <summary>Sixteen bf16 numbers as floats.</summary>
    public void LoadBrainHalves(AssemblerRegisterZMM target, int at)
    {
        c.vpmovzxwd(target, __ymmword_ptr[rax + at]);
        c.vpslld(target, target, 16);
    }

    public void Multiply(AssemblerRegisterZMM target, AssemblerRegisterZMM by) => c.vmulps(target, target, by);

    private void Shifted(AssemblerRegisterZMM target, int at, int from, int to)
    {
        if (from > to)
            c.vpsrld(target, __zmmword_ptr[rax + at], (byte)(from - to));
        else if (from < to)
            c.vpslld(target, __zmmword_ptr[rax + at], (byte)(to - from));
        else
            Load(target, at);
    }

    private static AssemblerRegisterZMM Result(int m) => Zmm[ActivationTiles.Height + m];

    private AssemblerMemoryOperand X(int block, int line, int m) => rdx + ((((block * ActivationTiles.Lines) + line) * rows) + m) * sizeof(uint);

    private AssemblerMemoryOperand Constant(uint value) => __dword_ptr[Constant($"{value:x8}", BitConverter.GetBytes(value))];

    private AssemblerMemoryOperand Broadcast(uint value) => __dword_bcst[Constant($"{value:x8}", BitConverter.GetBytes(value))];

    private Label Constant(string name, byte[] bytes)
    {
        if (!constants.TryGetValue(name, out var constant))
            constants[name] = constant = (c.CreateLabel(), bytes);
        return constant.Label;
    }
}

using Iced.Intel;

namespace Hone.Engine.Kernels.Cpu.Assembled;

/// <summary>
/// The innermost loops of a bf16 product, assembled at start-up because .NET 10 has no intrinsics for AVX512-BF16 and AMX. Inputs are
/// rounded to bf16 where they are packed, sums are f32. The code follows the calling convention of the system it runs on and calls nothing.
/// </summary>
internal sealed unsafe class PanelKernel : TileKernel
{
    private readonly ExecutableMemory memory;
    private readonly Bf16Packing packing;

    private PanelKernel(string name, int height, ExecutableMemory memory, Bf16Packing packing)
        => (Name, Height, this.memory, this.packing) = (name, height, memory, packing);

    public override string Name { get; }

    public override int Height { get; }

    public override int ValueBytes => sizeof(ushort);

    public override int Grain => Bf16Packing.Run;

    public override int LongestBlock => 1024;

    /// <summary>The fastest kernel of this machine, or null where f32 is as fast.</summary>
    public static PanelKernel? TryCreate() => TryCreateAmx() ?? (Bf16Support.FastAvx512 ? TryCreateAvx512() : null);

    public static PanelKernel? TryCreateAmx()
        => Bf16Support.Amx ? TryCreate("AMX", AmxKernel.Height, AmxKernel.Write) : null;

    public static PanelKernel? TryCreateAvx512()
        => Bf16Support.Avx512 ? TryCreate("AVX512-BF16", Avx512Kernel.Height, Avx512Kernel.Write) : null;

    public override PackedRows PackRows(int rows, int k, Operand a, byte* target)
    {
        var stride = Padded(k) / 2;
        packing.Rows(rows, k, a, (uint*)target, stride);
        return new PackedRows(target, stride * sizeof(uint), sizeof(uint));
    }

    public override void PackPanel(int columns, int k, Operand b, byte* target) => packing.Panel(columns, k, b, (uint*)target);

    public override void Multiply(int rows, int columns, int k, PackedRows a, byte* panel, float* c, nint ldc, bool accumulate, float* edge)
    {
        var call = new PanelCall
        {
            A = (uint*)a.Pointer,
            B = (uint*)panel,
            C = c,
            StrideC = ldc * sizeof(float),
            StrideA = a.RowStride,
            Steps = Padded(k) / Bf16Packing.Run,
            Accumulate = accumulate ? 1 : 0,
        };
        var whole = columns == Width ? rows / Height : 0;
        if (whole > 0)
        {
            var inside = call;
            inside.Blocks = whole;
            Run(&inside);
        }
        for (var row = whole * Height; row < rows; row += Height)
        {
            var outside = call;
            outside.A = (uint*)((byte*)call.A + (row * call.StrideA));
            outside.C = c + (row * ldc);
            MultiplyEdge(outside, Math.Min(Height, rows - row), columns, ldc, edge);
        }
    }

    public override void Dispose()
    {
        memory.Dispose();
        packing.Dispose();
    }

    // A plain unmanaged call: the thread counts as stopped for the garbage collector while the kernel runs.
    private void Run(PanelCall* call) => ((delegate* unmanaged<PanelCall*, void>)memory.Address)(call);

    // The part of C a tile reaches over is brought to scratch and back, so that its chain of sums is that of a whole tile.
    private void MultiplyEdge(PanelCall call, int rows, int columns, nint ldc, float* edge)
    {
        var target = call.C;
        for (var i = 0; i < rows && call.Accumulate != 0; i++)
            new ReadOnlySpan<float>(target + (i * ldc), columns).CopyTo(new Span<float>(edge + (i * Width), columns));
        call.C = edge;
        call.StrideC = Width * sizeof(float);
        call.Blocks = 1;
        Run(&call);
        for (var i = 0; i < rows; i++)
            new ReadOnlySpan<float>(edge + (i * Width), columns).CopyTo(new Span<float>(target + (i * ldc), columns));
    }

    private static PanelKernel? TryCreate(string name, int height, Action<Assembler> write)
    {
        var memory = AssembledCode.TryCreate(write);
        if (memory is not null && Bf16Packing.TryCreate() is { } packing)
            return new PanelKernel(name, height, memory, packing);
        memory?.Dispose();
        return null;
    }
}

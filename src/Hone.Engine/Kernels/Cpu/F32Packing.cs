using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>Lays f32 values out in panels of 32 columns, [k][32].</summary>
internal static unsafe class F32Packing
{
    public static void Panel(int columns, int k, Operand b, float* target)
    {
        if (b.ColumnStride == 1)
            Copy(columns, k, b, target);
        else if (b.RowStride == 1 && columns == TileKernel.Width && Avx512F.IsSupported)
            Turn(k, b, target);
        else
            Scatter(columns, k, b, target);
    }

    private static void Copy(int columns, int k, Operand b, float* target)
    {
        var source = b.Pointer;
        if (columns < TileKernel.Width)
            new Span<float>(target, k * TileKernel.Width).Clear();
        for (var p = 0; p < k; p++, source += b.RowStride, target += TileKernel.Width)
        {
            if (columns < TileKernel.Width)
            {
                new ReadOnlySpan<float>(source, columns).CopyTo(new Span<float>(target, columns));
                continue;
            }
            Vector512.Load(source).Store(target);
            Vector512.Load(source + 16).Store(target + 16);
        }
    }

    private static void Turn(int k, Operand b, float* target)
    {
        var step = b.ColumnStride * sizeof(float);
        var p = 0;
        for (; p <= k - Transposition.Size; p += Transposition.Size, target += Transposition.Size * TileKernel.Width)
        {
            Transposition.Turn(b.Pointer + p, step, (uint*)target, TileKernel.Width);
            Transposition.Turn(b.Pointer + p + (Transposition.Size * b.ColumnStride), step, (uint*)target + Transposition.Size, TileKernel.Width);
        }
        if (p < k)
            Scatter(TileKernel.Width, k - p, b.From(p, 0), target);
    }

    private static void Scatter(int columns, int k, Operand b, float* target)
    {
        if (columns < TileKernel.Width)
            new Span<float>(target, k * TileKernel.Width).Clear();
        for (var j = 0; j < columns; j++)
        {
            var source = b.Pointer + (j * b.ColumnStride);
            for (var p = 0; p < k; p++, source += b.RowStride)
                target[(p * TileKernel.Width) + j] = *source;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>The fallback and the reference: takes a block of the panel apart, then multiplies it with every row of the tile.</summary>
internal sealed unsafe class PortablePanelProduct : IPanelProduct
{
    public string Name => "portable code";

    public void Multiply(PanelFormat format, int rows, PanelProductCall* call)
    {
        var block = default(ExpandedBlock);
        var sums = stackalloc float[ActivationTiles.Height * PanelFormat.Rows];
        var panel = call->Panel;
        for (nint p = 0; p < call->Panels; p++)
        {
            new Span<float>(sums, rows * PanelFormat.Rows).Clear();
            var x = call->X;
            for (nint b = 0; b < call->Blocks; b++, panel += format.Bytes)
            {
                format.Expand(panel, &block);
                for (var k = 0; k < format.Values; k += ActivationTiles.Values, x += ActivationTiles.Lines * rows)
                    MultiplyBlock(format, rows, &block, k, x, sums);
            }
            Write(rows, call, p, sums);
        }
    }

    public void Dispose()
    {
    }

    private static void MultiplyBlock(PanelFormat format, int rows, ExpandedBlock* block, int k, uint* x, float* sums)
    {
        var groups = format.ScaleValues / 4;
        for (var m = 0; m < rows; m++)
        {
            var sum = Vector512.Load(sums + (m * PanelFormat.Rows));
            var scale = Vector512.Create(BitConverter.UInt32BitsToSingle(x[(ActivationTiles.ScaleLine * rows) + m]));
            for (var first = 0; first < 8; first += groups)
            {
                var whole = Vector512.Create((int)x[((ActivationTiles.StartLine + (first / groups)) * rows) + m]);
                for (var g = first; g < first + groups; g++)
                    whole = Dot(whole, Vector512.Load(block->Codes + (((k / 4) + g) * PanelLanes.Vector)), x[(g * rows) + m]);
                var factor = Vector512.Load(block->Scales + ((k + (4 * first)) / format.ScaleValues * PanelFormat.Rows));
                sum = Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(whole) * factor, scale, sum);
            }
            if (format.HasMinima)
                sum = Vector512.FusedMultiplyAdd(-Vector512.Load(block->Minima + (k / 32 * PanelFormat.Rows)), Vector512.Create(BitConverter.UInt32BitsToSingle(x[(ActivationTiles.SumLine * rows) + m])), sum);
            sum.Store(sums + (m * PanelFormat.Rows));
        }
    }

    private static void Write(int rows, PanelProductCall* call, nint panel, float* sums)
    {
        for (var m = 0; m < rows; m++)
        {
            var target = (float*)((byte*)call->Y + (m * call->StrideY)) + (panel * PanelFormat.Rows);
            var sum = Vector512.Load(sums + (m * PanelFormat.Rows));
            (call->Accumulate != 0 ? Vector512.Load(target) + sum : sum).Store(target);
        }
    }

    /// <summary>sum + the four products of each lane: unsigned codes by the four signed codes of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Dot(Vector512<int> sum, Vector512<byte> codes, uint x)
    {
        if (Avx512BW.IsSupported)
        {
            var pairs = Vector512.Create(x).AsInt16();
            var even = Avx512BW.MultiplyAddAdjacent((codes.AsInt16() & Vector512.Create((short)0xFF)), (pairs << 8) >> 8);
            var odd = Avx512BW.MultiplyAddAdjacent((codes.AsUInt16() >>> 8).AsInt16(), pairs >> 8);
            return sum + even + odd;
        }
        var narrow = Vector256.Create(x);
        return Vector512.Create(Dot(sum.GetLower(), codes.GetLower(), narrow), Dot(sum.GetUpper(), codes.GetUpper(), narrow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Dot(Vector256<int> sum, Vector256<byte> codes, Vector256<uint> x)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(sum, codes, x.AsSByte());
        if (Avx2.IsSupported)
        {
            var pairs = x.AsInt16();
            var even = Avx2.MultiplyAddAdjacent(codes.AsInt16() & Vector256.Create((short)0xFF), (pairs << 8) >> 8);
            var odd = Avx2.MultiplyAddAdjacent((codes.AsUInt16() >>> 8).AsInt16(), pairs >> 8);
            return sum + even + odd;
        }
        // Byte b of every lane by byte b of x.
        for (var b = 0; b < 4; b++)
            sum += ((codes.AsUInt32() << (24 - (8 * b))) >>> 24).AsInt32() * ((x << (24 - (8 * b))).AsInt32() >> 24);
        return sum;
    }
}

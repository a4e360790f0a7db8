using System.Runtime.CompilerServices;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// Weights in a stored format as the right side of a product: decoded to f32 a piece of a panel at a time, in the cache, and packed
/// from there. [out, in] as stored is the right side of dy W; turned round, of x W^T.
/// </summary>
internal abstract unsafe class WeightSource(bool transposed) : IPanelSource
{
    private const int Piece = 256; // the longest block of the stored formats

    /// <summary>Values <paramref name="column"/>.. of one stored row; the column is a multiple of 32.</summary>
    protected abstract void Decode(int row, int column, int count, float* target);

    [SkipLocalsInit]
    public virtual void Pack(TileKernel kernel, PanelPart part, byte* target)
    {
        var values = stackalloc float[Piece * TileKernel.Width];
        for (var done = 0; done < part.Length; done += Piece)
        {
            var length = Math.Min(Piece, part.Length - done);
            var (rows, columns) = transposed ? (part.Columns, length) : (length, part.Columns);
            var (row, column) = transposed ? (part.Column, part.K + done) : (part.K + done, part.Column);
            for (var i = 0; i < rows; i++)
                Decode(row + i, column, columns, values + (i * columns));
            var decoded = new Operand(values, columns, 1);
            kernel.PackPanel(part.Columns, length, transposed ? decoded.Transposed() : decoded, target + kernel.PanelBytes(done));
        }
    }
}

/// <summary>Weights stored as bf16.</summary>
internal sealed unsafe class Bf16Source(WeightMatrix weight, bool transposed) : WeightSource(transposed)
{
    private readonly ushort* values = (ushort*)weight.Pointer;
    private readonly bool transposed = transposed;

    public override void Pack(TileKernel kernel, PanelPart part, byte* target)
    {
        if (kernel.ValueBytes != sizeof(ushort))
        {
            base.Pack(kernel, part, target);
            return;
        }
        var (row, column) = transposed ? (part.Column, part.K) : (part.K, part.Column);
        Bf16Packing.StoredPanel(part.Columns, part.Length, values + ((long)row * weight.Columns) + column, weight.Columns, transposed, (uint*)target);
    }

    protected override void Decode(int row, int column, int count, float* target)
    {
        var source = values + ((long)row * weight.Columns) + column;
        for (var i = 0; i < count; i++)
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }
}

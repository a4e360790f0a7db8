using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// y (+)= x W^T for weights in blocks: x rounded to int8, whole-number products, sums of blocks in f32. Weights that lie as panels are read where
/// they are; of others, each panel is interleaved in scratch memory by the thread that multiplies it. Either way, on any number of threads and
/// whatever other rows a batch has, a row's result is the same to the bit.
/// </summary>
internal sealed unsafe class QuantisedLinear(WorkerPool pool, IPanelProduct product) : IDisposable
{
    // Bytes of weights a piece of work reads for a tile of x, at least: a microsecond beside a hand-over of less than a tenth.
    private const int PieceBytes = 24 << 10;
    private const int PiecesPerThread = 16; // so that the last one is short beside all of them
    private readonly ActivationTiles tiles = new();
    private readonly NativeBlock edges = new((long)pool.Count * ActivationTiles.Height * PanelFormat.Rows);
    private NativeBlock scratch = new(0);

    public string Name => product.Name;

    public void Multiply(Tensor x_NI, WeightMatrix weight_OI, PanelFormat format, float* y, nint ldy, bool accumulate)
    {
        if (x_NI.Rows == 0)
            return;
        tiles.Fill(x_NI, format, pool);
        var panelBytes = format.PanelBytes(weight_OI.Columns);
        if (!weight_OI.IsPanelled)
            Reserve(panelBytes);
        var panels = (weight_OI.Rows + PanelFormat.Rows - 1) / PanelFormat.Rows;
        var wanted = (int)Math.Clamp(panels * panelBytes * tiles.Count / PieceBytes, 1, PiecesPerThread * pool.Count);
        var share = (panels + wanted - 1) / wanted;
        pool.Run((panels + share - 1) / share, (piece, worker) =>
        {
            var (first, end) = (piece * share, Math.Min(panels, (piece + 1) * share));
            // Whole panels that lie ready go through the kernel at once; the others singly.
            var ready = weight_OI.IsPanelled ? Math.Max(first, Math.Min(end, weight_OI.Rows / PanelFormat.Rows)) : first;
            if (ready > first)
                Panels(format, weight_OI, first, ready - first, weight_OI.Pointer + (first * panelBytes), y, ldy, accumulate, worker);
            for (var panel = ready; panel < end; panel++)
                Panels(format, weight_OI, panel, 1, Single(format, weight_OI, panel, worker), y, ldy, accumulate, worker);
        });
        GC.KeepAlive(weight_OI.Owner);
    }

    /// <summary>Copies as panels. Neighbours of one format become one matrix, where no panel would have rows of two.</summary>
    public List<WeightMatrix> Interleave(IReadOnlyList<WeightMatrix> stack)
    {
        var result = new List<WeightMatrix>();
        for (int first = 0, end; first < stack.Count; first = end)
        {
            end = first + 1;
            while (end < stack.Count && stack[end].Format == stack[first].Format && stack[end - 1].Rows % PanelFormat.Rows == 0)
                end++;
            result.AddRange(Interleave([.. stack.Skip(first).Take(end - first)]));
        }
        return result;
    }

    private WeightMatrix[] Interleave(WeightMatrix[] neighbours)
    {
        if (PanelFormat.Of(neighbours[0].Format) is not { } format || neighbours.Any(matrix => matrix.IsPanelled))
            return neighbours;
        var panelBytes = format.PanelBytes(neighbours[0].Columns);
        var rows = neighbours.Sum(matrix => matrix.Rows);
        var memory = NativeBlock.OfBytes((rows + PanelFormat.Rows - 1) / PanelFormat.Rows * panelBytes);
        var target = (byte*)memory.Pointer;
        foreach (var matrix in neighbours)
        {
            var (source, start) = (matrix, (nint)target);
            var panels = (matrix.Rows + PanelFormat.Rows - 1) / PanelFormat.Rows;
            pool.Run(panels, (panel, _) => Pack(format, source, panel, (byte*)start + (panel * panelBytes)));
            target += panels * panelBytes;
            GC.KeepAlive(matrix.Owner);
        }
        return [new WeightMatrix(memory, (byte*)memory.Pointer, rows, neighbours[0].Columns, neighbours[0].Format, panelBytes)];
    }

    public void Dispose()
    {
        product.Dispose();
        tiles.Dispose();
        edges.Dispose();
        scratch.Dispose();
    }

    private byte* Single(PanelFormat format, WeightMatrix weights, int panel, int worker)
    {
        var panelBytes = format.PanelBytes(weights.Columns);
        if (weights.IsPanelled)
            return weights.Pointer + (panel * panelBytes);
        var target = (byte*)scratch.Pointer + (worker * Padded(panelBytes));
        Pack(format, weights, panel, target);
        return target;
    }

    private static void Pack(PanelFormat format, WeightMatrix weights, int panel, byte* target)
    {
        var first = panel * PanelFormat.Rows;
        if (weights.Rows - first < PanelFormat.Rows)
        {
            PackEdge(format, weights, first, target);
            return;
        }
        var source = weights.Pointer + (first * weights.RowBytes);
        for (var k = 0; k < weights.Columns; k += format.Values, source += format.RowBytes, target += format.Bytes)
            format.Pack(source, (nint)weights.RowBytes, target);
    }

    // Rows that are missing are zero bytes, which every format reads as zeros.
    private static void PackEdge(PanelFormat format, WeightMatrix weights, int first, byte* target)
    {
        var block = stackalloc byte[PanelFormat.Rows * format.RowBytes];
        new Span<byte>(block, PanelFormat.Rows * format.RowBytes).Clear();
        for (var k = 0; k < weights.Columns / format.Values; k++, target += format.Bytes)
        {
            for (var row = first; row < weights.Rows; row++)
                weights.Row(row).Slice(k * format.RowBytes, format.RowBytes).CopyTo(new Span<byte>(block + ((row - first) * format.RowBytes), format.RowBytes));
            format.Pack(block, format.RowBytes, target);
        }
    }

    private void Panels(PanelFormat format, WeightMatrix weights, int first, int count, byte* panel, float* y, nint ldy, bool accumulate, int worker)
    {
        var width = Math.Min(PanelFormat.Rows, weights.Rows - (first * PanelFormat.Rows));
        for (var tile = 0; tile < tiles.Count; tile++)
        {
            var target = y + (tile * ActivationTiles.Height * ldy) + (first * PanelFormat.Rows);
            var call = new PanelProductCall
            {
                Panel = panel,
                X = tiles.Tile(tile),
                Y = target,
                StrideY = ldy * sizeof(float),
                Blocks = weights.Columns / format.Values,
                Panels = count,
                Accumulate = accumulate ? 1 : 0,
            };
            if (width == PanelFormat.Rows)
                product.Multiply(format, tiles.RowsOf(tile), &call);
            else
                MultiplyEdge(format, tiles.RowsOf(tile), call, width, edges.Pointer + ((long)worker * ActivationTiles.Height * PanelFormat.Rows));
        }
    }

    private void MultiplyEdge(PanelFormat format, int rows, PanelProductCall call, int width, float* edge)
    {
        float* target = call.Y;
        var ldy = call.StrideY / sizeof(float);
        for (var m = 0; m < rows; m++)
            new ReadOnlySpan<float>(target + (m * ldy), width).CopyTo(new Span<float>(edge + (m * PanelFormat.Rows), width));
        call.Y = edge;
        call.StrideY = PanelFormat.Rows * sizeof(float);
        product.Multiply(format, rows, &call);
        for (var m = 0; m < rows; m++)
            new ReadOnlySpan<float>(edge + (m * PanelFormat.Rows), width).CopyTo(new Span<float>(target + (m * ldy), width));
    }

    private static long Padded(long bytes) => (bytes + 63) / 64 * 64;

    private void Reserve(long panelBytes)
    {
        var needed = Padded(panelBytes) * pool.Count / sizeof(float);
        if (scratch.Length >= needed)
            return;
        scratch.Dispose();
        scratch = new NativeBlock(needed);
    }
}

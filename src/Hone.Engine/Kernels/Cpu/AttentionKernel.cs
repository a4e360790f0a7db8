using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// Causal attention with grouped heads, in blocks of queries: scores of a block against the keys it can see, softmax, weighted sum of
/// the values, each a small matrix product in the number type of <paramref name="kernel"/>. Only the log-sum-exp of every row is kept; the
/// backward pass computes the weights anew (FlashAttention, Dao et al. 2022, without its online softmax: a block's scores fit the cache).
/// </summary>
internal sealed unsafe class AttentionKernel(WorkerPool pool, TileKernel kernel, int headSize) : IDisposable
{
    // Rows of products and k of others: a multiple of tile heights and, where packed k has a grain, of that.
    private readonly int blockQueries = kernel.Grain > 1 ? 96 : 48;
    private readonly NativeBlock?[] scratch = new NativeBlock?[pool.Count];

    private int HeadPanels => (headSize + TileKernel.Width - 1) / TileKernel.Width;

    /// <summary>One group: the query heads <paramref name="group"/> that share one key/value head.</summary>
    public void Forward(in AttentionRow row, int group, float* output, nint outputStride, float* logSumExp, nint logSumExpStride, int worker)
    {
        var padded = Padded(row.Keys);
        var memory = new Scratch(Reserve(worker, ColumnBytes(padded) + RowBytes(row.Keys) + CommonBytes(padded, row.Keys) + FloatBytes(blockQueries, padded) + FloatBytes(blockQueries, 1)));
        byte* keys = memory.Take(ColumnBytes(padded)), values = memory.Take(RowBytes(row.Keys)), packed = memory.Take(CommonBytes(padded, row.Keys));
        float* scores = memory.TakeFloats(blockQueries, padded), factors = memory.TakeFloats(blockQueries, 1);
        PackColumns(row.Key, row.KeyStride, row.Keys, keys);
        PackRows(row.Value, row.KeyStride, row.Keys, values);
        for (var head = 0; head < group; head++)
        {
            for (var first = 0; first < row.Queries; first += blockQueries)
            {
                var count = Math.Min(blockQueries, row.Queries - first);
                var span = Visible(row, first, count);
                var query = new Operand(row.Query + (head * headSize) + (first * row.QueryStride), row.QueryStride, 1);
                Scores(row, first, count, span, query, keys, scores, padded, packed);
                for (var i = 0; i < count; i++)
                {
                    var (low, high) = Seen(row, first + i);
                    logSumExp[(head * logSumExpStride) + first + i] = Softmax(scores + ((long)i * padded), low, high, span, row.Scale, row.Sinks == null ? float.NegativeInfinity : row.Sinks[head], factors + i);
                }
                var target = output + (head * headSize) + (first * outputStride);
                WeightedRows(row, first, count, span, new Operand(scores, padded, 1), values, target, outputStride, packed);
                for (var i = 0; i < count; i++)
                    RowMath.Scale(target + (i * outputStride), factors[i], headSize);
            }
        }
    }

    /// <summary>Gradients of one group. The key and value gradients are added up over the group's heads; query gradients and those of the sinks are written.</summary>
    public void Backward(in AttentionRow row, int group, float* output, float* outputGradient, nint outputStride, float* logSumExp, nint logSumExpStride,
        float* queryGradient, float* keyGradient, float* valueGradient, nint gradientStride, float* sinkGradients, int worker)
    {
        var padded = Padded(row.Keys);
        var memory = new Scratch(Reserve(worker, (2 * ColumnBytes(padded)) + RowBytes(row.Keys) + (2 * RowBytes(blockQueries)) + CommonBytes(padded, row.Keys) + (2 * FloatBytes(blockQueries, padded))));
        byte* keys = memory.Take(ColumnBytes(padded)), values = memory.Take(ColumnBytes(padded)), keyRows = memory.Take(RowBytes(row.Keys));
        byte* queryRows = memory.Take(RowBytes(blockQueries)), gradientRows = memory.Take(RowBytes(blockQueries)), packed = memory.Take(CommonBytes(padded, row.Keys));
        float* weights = memory.TakeFloats(blockQueries, padded), slopes = memory.TakeFloats(blockQueries, padded);
        PackColumns(row.Key, row.KeyStride, row.Keys, keys);
        PackColumns(row.Value, row.KeyStride, row.Keys, values);
        PackRows(row.Key, row.KeyStride, row.Keys, keyRows);
        for (var j = 0; j < row.Keys; j++)
        {
            new Span<float>(keyGradient + (j * gradientStride), headSize).Clear();
            new Span<float>(valueGradient + (j * gradientStride), headSize).Clear();
        }
        for (var head = 0; head < group; head++)
        {
            var sinkGradient = 0f;
            for (var first = 0; first < row.Queries; first += blockQueries)
            {
                var count = Math.Min(blockQueries, row.Queries - first);
                var span = Visible(row, first, count);
                var offset = head * headSize;
                var query = new Operand(row.Query + offset + (first * row.QueryStride), row.QueryStride, 1);
                var gradient = new Operand(outputGradient + offset + (first * outputStride), outputStride, 1);
                Scores(row, first, count, span, query, keys, weights, padded, packed);
                Scores(row, first, count, span, gradient, values, slopes, padded, packed);
                for (var i = 0; i < count; i++)
                {
                    var (low, high) = Seen(row, first + i);
                    var delta = RowMath.Dot(output + offset + ((first + i) * outputStride), outputGradient + offset + ((first + i) * outputStride), headSize);
                    var logSum = logSumExp[(head * logSumExpStride) + first + i];
                    Slopes(weights + ((long)i * padded), slopes + ((long)i * padded), low, high, span, row.Scale, logSum, delta);
                    if (row.Sinks != null)
                        sinkGradient -= MathF.Exp(row.Sinks[head] - logSum) * delta;
                }
                PackRows(query.Pointer, query.RowStride, count, queryRows);
                PackRows(gradient.Pointer, gradient.RowStride, count, gradientRows);
                WeightedRows(row, first, count, span, new Operand(slopes, padded, 1), keyRows, queryGradient + offset + (first * gradientStride), gradientStride, packed);
                Across(span, count, slopes, padded, queryRows, keyGradient, gradientStride, packed);
                Across(span, count, weights, padded, gradientRows, valueGradient, gradientStride, packed);
            }
            if (row.Sinks != null)
                sinkGradients[head] = sinkGradient;
        }
    }

    public void Dispose()
    {
        foreach (var block in scratch)
            block?.Dispose();
    }

    // The keys a block of queries works on: from a panel boundary at or before the first key any of them sees.
    private readonly record struct KeySpan(int First, int Count)
    {
        public int End => First + Count;
    }

    private static (int Low, int High) Seen(in AttentionRow row, int query)
    {
        var high = row.Keys - row.Queries + query + 1;
        return (Math.Max(row.Starts == null ? 0 : row.Starts[query], row.Window > 0 ? high - row.Window : 0), high);
    }

    private static KeySpan Visible(in AttentionRow row, int first, int count)
    {
        var low = int.MaxValue;
        for (var i = 0; i < count; i++)
            low = Math.Min(low, Seen(row, first + i).Low);
        low = low / TileKernel.Width * TileKernel.Width;
        return new KeySpan(low, Seen(row, first + count - 1).High - low);
    }

    private void PackColumns(float* source, nint stride, int positions, byte* target)
    {
        for (var j = 0; j < positions; j += TileKernel.Width)
            kernel.PackPanel(Math.Min(TileKernel.Width, positions - j), headSize, new Operand(source + (j * stride), 1, stride), target + (j / TileKernel.Width * kernel.PanelBytes(headSize)));
    }

    private void PackRows(float* source, nint stride, int positions, byte* target)
    {
        for (var panel = 0; panel < HeadPanels; panel++)
        {
            var column = panel * TileKernel.Width;
            kernel.PackPanel(Math.Min(TileKernel.Width, headSize - column), positions, new Operand(source + column, stride, 1), target + (panel * kernel.PanelBytes(positions)));
        }
    }

    // A panel of keys is multiplied from the tile on whose last query sees its first key; above stays what was there.
    private void Scores(in AttentionRow row, int first, int count, KeySpan span, Operand query, byte* keys, float* scores, int padded, byte* packed)
    {
        var edge = (float*)packed;
        var rows = kernel.Lay(count, headSize, query, packed + EdgeBytes);
        for (var j = span.First; j < span.End; j += TileKernel.Width)
        {
            var skipped = Math.Max(0, j - Seen(row, first).High + 1) / kernel.Height * kernel.Height;
            kernel.Multiply(count - skipped, TileKernel.Width, headSize, rows.From(skipped), keys + (j / TileKernel.Width * kernel.PanelBytes(headSize)), scores + ((long)skipped * padded) + j, padded, false, edge);
        }
    }

    // target[queries, headSize] = weights[queries, span] * packed rows; two tiles of queries at a time, up to the last key they see.
    private void WeightedRows(in AttentionRow row, int first, int count, KeySpan span, Operand weights, byte* packedRows, float* target, nint stride, byte* packed)
    {
        var laid = kernel.Lay(count, span.Count, weights.From(0, span.First), packed + EdgeBytes);
        for (var i = 0; i < count; i += 2 * kernel.Height)
        {
            var rows = Math.Min(2 * kernel.Height, count - i);
            var length = Seen(row, first + i + rows - 1).High - span.First;
            for (var panel = 0; panel < HeadPanels; panel++)
            {
                var column = panel * TileKernel.Width;
                kernel.Multiply(rows, Math.Min(TileKernel.Width, headSize - column), length, laid.From(i),
                    packedRows + (panel * kernel.PanelBytes(row.Keys)) + kernel.PanelBytes(span.First), target + (i * stride) + column, stride, false, (float*)packed);
            }
        }
    }

    // target[keys, headSize] += weights^T[keys, queries] * packed rows of the queries.
    private void Across(KeySpan span, int count, float* weights, int padded, byte* packedRows, float* target, nint stride, byte* packed)
    {
        var laid = kernel.Lay(span.Count, count, new Operand(weights + span.First, 1, padded), packed + EdgeBytes);
        for (var panel = 0; panel < HeadPanels; panel++)
        {
            var column = panel * TileKernel.Width;
            kernel.Multiply(span.Count, Math.Min(TileKernel.Width, headSize - column), count, laid, packedRows + (panel * kernel.PanelBytes(count)), target + (span.First * stride) + column, stride, true, (float*)packed);
        }
    }

    // Turns the scores of one query into weights over what it sees, zero elsewhere in the span, still to be multiplied with the factor; returns the log-sum-exp.
    private static float Softmax(float* scores, int low, int high, KeySpan span, float scale, float sink, float* factor)
    {
        var max = Math.Max(RowMath.Max(scores + low, high - low) * scale, sink);
        var sum = RowMath.ExpSum(scores + low, scores + low, scale, max, high - low) + MathF.Exp(sink - max);
        *factor = 1f / sum;
        Blank(scores, low, high, span);
        return max + MathF.Log(sum);
    }

    // weights: scores -> weights; slopes: d loss / d weight -> d loss / d (unscaled score).
    private static void Slopes(float* weights, float* slopes, int low, int high, KeySpan span, float scale, float logSumExp, float delta)
    {
        RowMath.ExpSum(weights + low, weights + low, scale, logSumExp, high - low);
        RowMath.WeightedDifference(slopes + low, weights + low, delta, scale, high - low);
        Blank(weights, low, high, span);
        Blank(slopes, low, high, span);
    }

    private static void Blank(float* values, int low, int high, KeySpan span)
    {
        new Span<float>(values + span.First, low - span.First).Clear();
        new Span<float>(values + high, span.End - high).Clear();
    }

    private const long EdgeBytes = TileKernel.EdgeLength * sizeof(float);

    private static int Padded(int keys) => (keys + TileKernel.Width - 1) / TileKernel.Width * TileKernel.Width;

    private static long FloatBytes(int rows, int columns) => (((long)rows * columns * sizeof(float)) + 63) / 64 * 64;

    private long ColumnBytes(int positions) => positions / TileKernel.Width * kernel.PanelBytes(headSize);

    private long RowBytes(int positions) => HeadPanels * kernel.PanelBytes(positions);

    // A tile of scratch, then the larger of the left sides that are laid out one at a time.
    private long CommonBytes(int padded, int keys)
        => EdgeBytes + Math.Max(kernel.RowsBytes(blockQueries, Math.Max(headSize, padded)), kernel.RowsBytes(keys, blockQueries));

    private byte* Reserve(int worker, long bytes)
    {
        if (scratch[worker] is { } block && block.Length * sizeof(float) >= bytes)
            return (byte*)block.Pointer;
        scratch[worker]?.Dispose();
        return (byte*)(scratch[worker] = NativeBlock.OfBytes(bytes)).Pointer;
    }

    // Hands out one block of memory front to back.
    private ref struct Scratch(byte* memory)
    {
        private byte* next = memory;

        public byte* Take(long bytes)
        {
            var taken = next;
            next += bytes;
            return taken;
        }

        public float* TakeFloats(int rows, int columns) => (float*)Take(FloatBytes(rows, columns));
    }
}

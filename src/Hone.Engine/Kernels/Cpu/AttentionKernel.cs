using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>Where one attention call finds its queries, keys and values. Strides count floats between neighbouring positions.</summary>
internal readonly unsafe struct AttentionRow
{
    public required float* Query { get; init; }
    public required nint QueryStride { get; init; }
    public required float* Key { get; init; }
    public required float* Value { get; init; }
    public required nint KeyStride { get; init; }

    /// <summary>Queries; the first stands at position Keys - Queries.</summary>
    public required int Queries { get; init; }
    public required int Keys { get; init; }

    /// <summary>First position each query may see (its document's start), indexed by query; null: 0.</summary>
    public required int* Starts { get; init; }

    /// <summary>Positions a query sees, its own included; 0: all.</summary>
    public required int Window { get; init; }

    /// <summary>Factor of the scores.</summary>
    public required float Scale { get; init; }

    /// <summary>A logit for each head of the group that takes its share of the softmax; null: none.</summary>
    public required float* Sinks { get; init; }
}

/// <summary>
/// Causal attention with grouped heads, in blocks of 48 queries: scores of a block against the keys it can see, softmax, weighted sum of
/// the values, each a small matrix product. Only the log-sum-exp of every row is kept; the backward pass computes the weights anew
/// (FlashAttention, Dao et al. 2022, without its online softmax: a block's scores fit the cache).
/// </summary>
internal sealed unsafe class AttentionKernel(WorkerPool pool, int headSize) : IDisposable
{
    private const int BlockQueries = 48;
    private readonly NativeBlock?[] scratch = new NativeBlock?[pool.Count];

    private int HeadPanels => (headSize + GemmTile.Width - 1) / GemmTile.Width;

    /// <summary>One group: the query heads <paramref name="group"/> that share one key/value head.</summary>
    public void Forward(in AttentionRow row, int group, float* output, nint outputStride, float* logSumExp, nint logSumExpStride, int worker)
    {
        var padded = Padded(row.Keys);
        var memory = Scratch(worker, ((long)padded * headSize) + ((long)HeadPanels * GemmTile.Width * row.Keys) + ((long)BlockQueries * padded) + Edge);
        float* keys = memory, values = keys + ((long)padded * headSize), scores = values + ((long)HeadPanels * GemmTile.Width * row.Keys), edge = scores + ((long)BlockQueries * padded);
        PackColumns(row.Key, row.KeyStride, row.Keys, keys);
        PackRows(row.Value, row.KeyStride, row.Keys, values);
        for (var head = 0; head < group; head++)
        {
            for (var first = 0; first < row.Queries; first += BlockQueries)
            {
                var count = Math.Min(BlockQueries, row.Queries - first);
                var span = Visible(row, first, count);
                var query = new Operand(row.Query + (head * headSize) + (first * row.QueryStride), row.QueryStride, 1);
                Scores(count, span, query, keys, scores, padded, edge);
                for (var i = 0; i < count; i++)
                {
                    var (low, high) = Seen(row, first + i);
                    logSumExp[(head * logSumExpStride) + first + i] = Softmax(scores + ((long)i * padded), low, high, span, row.Scale, row.Sinks == null ? float.NegativeInfinity : row.Sinks[head]);
                }
                WeightedRows(count, span, new Operand(scores, padded, 1), values, row.Keys, output + (head * headSize) + (first * outputStride), outputStride, false, edge);
            }
        }
    }

    /// <summary>Gradients of one group. The key and value gradients are added up over the group's heads; query gradients and those of the sinks are written.</summary>
    public void Backward(in AttentionRow row, int group, float* output, float* outputGradient, nint outputStride, float* logSumExp, nint logSumExpStride,
        float* queryGradient, float* keyGradient, float* valueGradient, nint gradientStride, float* sinkGradients, int worker)
    {
        var padded = Padded(row.Keys);
        var wide = HeadPanels * GemmTile.Width;
        var memory = Scratch(worker, (2L * padded * headSize) + ((long)wide * row.Keys) + (2L * BlockQueries * padded) + (2L * wide * BlockQueries) + Edge);
        var keys = memory;
        var values = keys + ((long)padded * headSize);
        var keyRows = values + ((long)padded * headSize);
        var weights = keyRows + ((long)wide * row.Keys);
        var slopes = weights + ((long)BlockQueries * padded);
        var queryRows = slopes + ((long)BlockQueries * padded);
        var gradientRows = queryRows + ((long)wide * BlockQueries);
        var edge = gradientRows + ((long)wide * BlockQueries);
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
            for (var first = 0; first < row.Queries; first += BlockQueries)
            {
                var count = Math.Min(BlockQueries, row.Queries - first);
                var span = Visible(row, first, count);
                var offset = head * headSize;
                var query = new Operand(row.Query + offset + (first * row.QueryStride), row.QueryStride, 1);
                var gradient = new Operand(outputGradient + offset + (first * outputStride), outputStride, 1);
                Scores(count, span, query, keys, weights, padded, edge);
                Scores(count, span, gradient, values, slopes, padded, edge);
                for (var i = 0; i < count; i++)
                {
                    var (low, high) = Seen(row, first + i);
                    var delta = RowMath.Dot(output + offset + ((first + i) * outputStride), outputGradient + offset + ((first + i) * outputStride), headSize);
                    var logSum = logSumExp[(head * logSumExpStride) + first + i];
                    Slopes(weights + ((long)i * padded), slopes + ((long)i * padded), low, high, span, row.Scale, logSum, delta);
                    if (row.Sinks != null)
                        sinkGradient -= MathF.Exp(row.Sinks[head] - logSum) * delta;
                }
                var at = (long)span.First;
                PackRows(query.Pointer, query.RowStride, count, queryRows);
                PackRows(gradient.Pointer, gradient.RowStride, count, gradientRows);
                WeightedRows(count, span, new Operand(slopes, padded, 1), keyRows, row.Keys, queryGradient + offset + (first * gradientStride), gradientStride, false, edge);
                var across = span with { First = 0, Count = count };
                WeightedRows(span.Count, across, new Operand(slopes + at, 1, padded), queryRows, count, keyGradient + (at * gradientStride), gradientStride, true, edge);
                WeightedRows(span.Count, across, new Operand(weights + at, 1, padded), gradientRows, count, valueGradient + (at * gradientStride), gradientStride, true, edge);
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

    private const int Edge = GemmTile.Height * GemmTile.Width;

    private static int Padded(int keys) => (keys + GemmTile.Width - 1) / GemmTile.Width * GemmTile.Width;

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
        low = low / GemmTile.Width * GemmTile.Width;
        return new KeySpan(low, Seen(row, first + count - 1).High - low);
    }

    private void PackColumns(float* source, nint stride, int positions, float* target)
    {
        for (var j = 0; j < positions; j += GemmTile.Width)
            Gemm.PackPanel(headSize, Math.Min(GemmTile.Width, positions - j), new Operand(source, 1, stride), j, target + ((long)j * headSize));
    }

    private void PackRows(float* source, nint stride, int positions, float* target)
    {
        for (var panel = 0; panel < HeadPanels; panel++)
            Gemm.PackPanel(positions, Math.Min(GemmTile.Width, headSize - (panel * GemmTile.Width)), new Operand(source, stride, 1), panel * GemmTile.Width, target + ((long)panel * positions * GemmTile.Width));
    }

    private void Scores(int count, KeySpan span, Operand query, float* keys, float* scores, int padded, float* edge)
    {
        for (var j = span.First; j < span.End; j += GemmTile.Width)
            Gemm.MultiplyPanel(count, GemmTile.Width, headSize, query, keys + ((long)j * headSize), scores + j, padded, false, edge);
    }

    // target[rows, headSize] (+)= weights[rows, span] * packed rows
    private void WeightedRows(int rows, KeySpan span, Operand weights, float* packedRows, int positions, float* target, nint stride, bool accumulate, float* edge)
    {
        var a = new Operand(weights.Pointer + (span.First * weights.ColumnStride), weights.RowStride, weights.ColumnStride);
        for (var panel = 0; panel < HeadPanels; panel++)
        {
            var column = panel * GemmTile.Width;
            Gemm.MultiplyPanel(rows, Math.Min(GemmTile.Width, headSize - column), span.Count, a,
                packedRows + ((((long)panel * positions) + span.First) * GemmTile.Width), target + column, stride, accumulate, edge);
        }
    }

    // Turns the scores of one query into weights over what it sees, zero elsewhere in the span; returns the log-sum-exp.
    private static float Softmax(float* scores, int low, int high, KeySpan span, float scale, float sink)
    {
        var max = Math.Max(RowMath.Max(scores + low, high - low) * scale, sink);
        var sum = RowMath.ExpSum(scores + low, scores + low, scale, max, high - low) + MathF.Exp(sink - max);
        RowMath.Scale(scores + low, 1f / sum, high - low);
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

    private float* Scratch(int worker, long length)
    {
        if (scratch[worker] is { } block && block.Length >= length)
            return block.Pointer;
        scratch[worker]?.Dispose();
        return (scratch[worker] = new NativeBlock(length)).Pointer;
    }
}

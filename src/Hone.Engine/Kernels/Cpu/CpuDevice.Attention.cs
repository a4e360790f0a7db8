using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    public override void Rotate(Tensor qkv_NC, ReadOnlySpan<int> positions, RotaryTable table, HeadLayout heads, bool inverse)
    {
        var rotated = heads.Queries + heads.KeyValues;
        var places = positions.ToArray();
        var values = qkv_NC.Pointer;
        int stride = qkv_NC.Columns, half = table.Half;
        ForRows(qkv_NC.Rows, (first, end) =>
        {
            fixed (float* cosines = table.Cosines, sines = table.Sines)
            {
                for (var n = first; n < end; n++)
                {
                    for (var head = 0; head < rotated; head++)
                        RotateHead(values + ((long)n * stride) + (head * heads.Size), cosines + (places[n] * half), sines + (places[n] * half), half, inverse ? -1f : 1f);
                }
            }
        });
    }

    private static void RotateHead(float* head, float* cosines, float* sines, int half, float sign)
    {
        var turn = Vector512.Create(sign);
        var i = 0;
        for (; i <= half - RowMath.Lanes; i += RowMath.Lanes)
        {
            Vector512<float> low = Vector512.Load(head + i), high = Vector512.Load(head + half + i), cosine = Vector512.Load(cosines + i), sine = Vector512.Load(sines + i) * turn;
            ((low * cosine) - (high * sine)).Store(head + i);
            ((high * cosine) + (low * sine)).Store(head + half + i);
        }
        for (; i < half; i++)
        {
            float low = head[i], high = head[i + half], sine = sign * sines[i];
            head[i] = (low * cosines[i]) - (high * sine);
            head[i + half] = (high * cosines[i]) + (low * sine);
        }
    }

    public override void Attention(Tensor qkv_NC, ReadOnlySpan<int> starts, int rowLength, AttentionRule rule, Tensor? sinks_H, Tensor output_ND, Tensor logSumExp_HN)
    {
        var heads = rule.Heads;
        var kernel = AttentionFor(heads.Size);
        var documents = starts.ToArray();
        var positions = qkv_NC.Rows;
        float* output = output_ND.Pointer, sums = logSumExp_HN.Pointer, sinks = Sinks(sinks_H);
        pool.Run(positions / rowLength * heads.KeyValues, (piece, worker) =>
        {
            fixed (int* start = documents)
            {
                var (first, head) = (piece / heads.KeyValues * rowLength, piece % heads.KeyValues * heads.Group);
                kernel.Forward(Row(qkv_NC, start, first, rowLength, rule, sinks, head), heads.Group,
                    output + ((long)first * heads.QueryWidth) + (head * heads.Size), heads.QueryWidth, sums + ((long)head * positions) + first, positions, worker);
            }
        });
    }

    public override void AttentionBackward(Tensor qkv_NC, ReadOnlySpan<int> starts, int rowLength, AttentionRule rule, Tensor? sinks_H, Tensor output_ND, Tensor logSumExp_HN, Tensor gradient_ND, Tensor qkvGradient_NC, Tensor? sinksGradient_H)
    {
        var heads = rule.Heads;
        var kernel = AttentionFor(heads.Size);
        var documents = starts.ToArray();
        var positions = qkv_NC.Rows;
        float* output = output_ND.Pointer, sums = logSumExp_HN.Pointer, gradient = gradient_ND.Pointer, target = qkvGradient_NC.Pointer, sinks = Sinks(sinks_H);
        var rows = positions / rowLength;
        headSpace.Reset();
        var sinkParts = headSpace.Take(rows, heads.Queries);
        var sinkPart = sinkParts.Pointer;
        pool.Run(rows * heads.KeyValues, (piece, worker) =>
        {
            fixed (int* start = documents)
            {
                var (first, head) = (piece / heads.KeyValues * rowLength, piece % heads.KeyValues * heads.Group);
                var at = ((long)first * heads.QueryWidth) + (head * heads.Size);
                var query = target + ((long)first * heads.Packed) + (head * heads.Size);
                var key = target + ((long)first * heads.Packed) + heads.QueryWidth + (head / heads.Group * heads.Size);
                kernel.Backward(Row(qkv_NC, start, first, rowLength, rule, sinks, head), heads.Group, output + at, gradient + at, heads.QueryWidth,
                    sums + ((long)head * positions) + first, positions, query, key, key + heads.KeyWidth, heads.Packed, sinkPart + (first / rowLength * heads.Queries) + head, worker);
            }
        });
        for (var row = 0; sinksGradient_H is not null && row < rows; row++)
            RowMath.Add(sinksGradient_H.Pointer, sinkPart + (row * heads.Queries), heads.Queries);
    }

    public override void AttentionOverCache(Tensor qkv_NC, KeyValuePages pages, int layer, IReadOnlyList<CachedRows> sequences, AttentionRule rule, Tensor? sinks_H, Tensor output_ND)
    {
        overCache.Run(new CacheCall
        {
            Packed = qkv_NC.Pointer,
            Output = output_ND.Pointer,
            Pages = pages,
            Layer = layer,
            Rule = rule,
            Sinks = Sinks(sinks_H),
            Sequences = sequences,
        });
    }

    private static float* Sinks(Tensor? sinks_H) => sinks_H is null ? null : sinks_H.Pointer;

    private static AttentionRow Row(Tensor qkv_NC, int* starts, int first, int length, AttentionRule rule, float* sinks, int head)
    {
        var heads = rule.Heads;
        var row = qkv_NC.Pointer + ((long)first * heads.Packed);
        var key = row + heads.QueryWidth + (head / heads.Group * heads.Size);
        return new AttentionRow
        {
            Query = row + (head * heads.Size),
            QueryStride = heads.Packed,
            Key = key,
            Value = key + heads.KeyWidth,
            KeyStride = heads.Packed,
            Queries = length,
            Keys = length,
            Starts = starts + first,
            Window = rule.Window,
            Scale = rule.Scale,
            Sinks = sinks == null ? null : sinks + head,
        };
    }
}

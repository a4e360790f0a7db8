using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    public override void HeadNorm(Tensor raw_NC, HeadGains gains, HeadLayout heads, float epsilon, Tensor qkv_NC, Tensor inverseRms_NH)
    {
        float* raw = raw_NC.Pointer, target = qkv_NC.Pointer, inverse = inverseRms_NH.Pointer, query = gains.Query.Pointer, key = gains.Key.Pointer;
        int size = heads.Size, normed = heads.Queries + heads.KeyValues;
        ForRows(raw_NC.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
            {
                float* from = raw + ((long)n * heads.Packed), to = target + ((long)n * heads.Packed), scales = inverse + ((long)n * normed);
                for (var head = 0; head < normed; head++, from += size, to += size)
                {
                    scales[head] = 1f / MathF.Sqrt((RowMath.Dot(from, from, size) / size) + epsilon);
                    Normalise(from, head < heads.Queries ? query : key, scales[head], to, size);
                }
                new ReadOnlySpan<float>(from, heads.KeyWidth).CopyTo(new Span<float>(to, heads.KeyWidth));
            }
        });
    }

    public override void HeadNormBackward(Tensor raw_NC, HeadGains gains, HeadLayout heads, Tensor inverseRms_NH, Tensor qkvGradient_NC, HeadGains? gainGradients, int rowLength)
    {
        float* raw = raw_NC.Pointer, gradient = qkvGradient_NC.Pointer, inverse = inverseRms_NH.Pointer, query = gains.Query.Pointer, key = gains.Key.Pointer;
        int size = heads.Size, normed = heads.Queries + heads.KeyValues, rows = raw_NC.Rows / rowLength;
        headSpace.Reset();
        Tensor partial = headSpace.Take(rows, 2 * size), spare = headSpace.Take(pool.Count, size);
        partial.Clear();
        float* sums = partial.Pointer, spares = spare.Pointer;
        pool.Run(rows, (row, worker) =>
        {
            var result = spares + ((long)worker * size);
            for (var n = row * rowLength; n < (row + 1) * rowLength; n++)
            {
                float* x = raw + ((long)n * heads.Packed), slope = gradient + ((long)n * heads.Packed);
                for (var head = 0; head < normed; head++, x += size, slope += size)
                {
                    var isQuery = head < heads.Queries;
                    new Span<float>(result, size).Clear();
                    NormBackward(x, isQuery ? query : key, inverse[((long)n * normed) + head], slope, result, sums + ((2L * row) + (isQuery ? 0 : 1)) * size, size);
                    new ReadOnlySpan<float>(result, size).CopyTo(new Span<float>(slope, size));
                }
            }
        });
        for (var row = 0; gainGradients is not null && row < rows; row++)
        {
            RowMath.Add(gainGradients.Query.Pointer, sums + (2L * row * size), size);
            RowMath.Add(gainGradients.Key.Pointer, sums + (((2L * row) + 1) * size), size);
        }
    }
}

using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    public override void Route(Tensor logits_NE, Tensor weights_NK, Span<int> experts_NK)
    {
        var count = weights_NK.Columns;
        for (var n = 0; n < logits_NE.Rows; n++)
        {
            var logits = logits_NE.Row(n);
            var chosen = experts_NK.Slice(n * count, count);
            var weights = weights_NK.Row(n);
            for (var k = 0; k < count; k++)
                chosen[k] = Highest(logits, chosen[..k]);
            var sum = 0f;
            for (var k = 0; k < count; k++)
                sum += weights[k] = MathF.Exp(logits[chosen[k]] - logits[chosen[0]]);
            for (var k = 0; k < count; k++)
                weights[k] /= sum;
        }
    }

    public override void RouteBackward(Tensor weights_NK, ReadOnlySpan<int> experts_NK, Tensor weightsGradient_NK, Tensor logitsGradient_NE)
    {
        var count = weights_NK.Columns;
        logitsGradient_NE.Clear();
        for (var n = 0; n < weights_NK.Rows; n++)
        {
            Span<float> weights = weights_NK.Row(n), slopes = weightsGradient_NK.Row(n), target = logitsGradient_NE.Row(n);
            var mean = 0f;
            for (var k = 0; k < count; k++)
                mean += weights[k] * slopes[k];
            for (var k = 0; k < count; k++)
                target[experts_NK[(n * count) + k]] = weights[k] * (slopes[k] - mean);
        }
    }

    public override void Gather(Tensor x_ND, ReadOnlySpan<int> rows, Tensor y_MD)
    {
        for (var i = 0; i < rows.Length; i++)
            x_ND.Row(rows[i]).CopyTo(y_MD.Row(i));
    }

    public override void Scatter(Tensor x_MD, ReadOnlySpan<int> rows, Tensor y_ND)
    {
        for (var i = 0; i < rows.Length; i++)
            x_MD.Row(i).CopyTo(y_ND.Row(rows[i]));
    }

    public override void Combine(Tensor x_MD, ReadOnlySpan<int> places_NK, Tensor weights_NK, Tensor y_ND)
    {
        var places = places_NK.ToArray();
        float* x = x_MD.Pointer, weights = weights_NK.Pointer, y = y_ND.Pointer;
        int count = weights_NK.Columns, width = y_ND.Columns;
        ForRows(y_ND.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
            {
                new Span<float>(y + ((long)n * width), width).Clear();
                for (var k = n * count; k < (n + 1) * count; k++)
                    RowMath.AddScaled(y + ((long)n * width), x + ((long)places[k] * width), weights[k], width);
            }
        });
    }

    public override void CombineBackward(Tensor x_MD, ReadOnlySpan<int> places_NK, Tensor weights_NK, Tensor gradient_ND, Tensor xGradient_MD, Tensor weightsGradient_NK)
    {
        var places = places_NK.ToArray();
        float* x = x_MD.Pointer, weights = weights_NK.Pointer, gradient = gradient_ND.Pointer, target = xGradient_MD.Pointer, slopes = weightsGradient_NK.Pointer;
        int count = weights_NK.Columns, width = gradient_ND.Columns;
        ForRows(gradient_ND.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
            {
                var row = gradient + ((long)n * width);
                for (var k = n * count; k < (n + 1) * count; k++)
                {
                    var place = (long)places[k] * width;
                    slopes[k] = RowMath.Dot(x + place, row, width);
                    new ReadOnlySpan<float>(row, width).CopyTo(new Span<float>(target + place, width));
                    RowMath.Scale(target + place, weights[k], width);
                }
            }
        });
    }

    public override void GatherBackward(Tensor gradient_MD, ReadOnlySpan<int> places_NK, Tensor y_ND)
    {
        var places = places_NK.ToArray();
        float* gradient = gradient_MD.Pointer, y = y_ND.Pointer;
        int count = places.Length / y_ND.Rows, width = y_ND.Columns;
        ForRows(y_ND.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
            {
                for (var k = n * count; k < (n + 1) * count; k++)
                    RowMath.Add(y + ((long)n * width), gradient + ((long)places[k] * width), width);
            }
        });
    }

    private static int Highest(ReadOnlySpan<float> logits, ReadOnlySpan<int> taken)
    {
        var best = -1;
        for (var e = 0; e < logits.Length; e++)
        {
            if ((best < 0 || logits[e] > logits[best]) && !taken.Contains(e))
                best = e;
        }
        return best;
    }
}

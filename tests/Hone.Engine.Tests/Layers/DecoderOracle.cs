using Hone.Engine.Architectures;
using Hone.Engine.Layers;

namespace Hone.Engine.Tests.Layers;

/// <summary>
/// The decoder again, in plain float64 loops that follow the formulas and share no code with the engine. Gradients come from central differences.
/// </summary>
internal sealed class DecoderOracle(ModelShape shape, IReadOnlyDictionary<string, double[]> weights)
{
    public static Dictionary<string, double[]> Copy(ParameterSet parameters)
        => parameters.Named.ToDictionary(tensor => tensor.Name, tensor => tensor.Value.Span.ToArray().Select(value => (double)value).ToArray());

    /// <summary>Logits of every position of one row, [position][vocabulary].</summary>
    public double[][] Logits(int[] tokens, int[] starts)
    {
        var x = tokens.Select(token => Row(weights["model.embed_tokens.weight"], token, shape.Hidden)).ToArray();
        for (var layer = 0; layer < shape.Layers; layer++)
            Layer($"model.layers.{layer}.", x, starts);
        var head = weights[shape.TiedHead ? "model.embed_tokens.weight" : "lm_head.weight"];
        return [.. x.Select(row => Multiply(head, Norm(row, weights["model.norm.weight"]), shape.VocabularySize))];
    }

    private void Layer(string name, double[][] x, int[] starts)
    {
        var normed = x.Select(row => Norm(row, weights[name + "input_layernorm.weight"])).ToArray();
        var q = Project(normed, name + "self_attn.q_proj.weight", shape.Heads, rotate: true);
        var k = Project(normed, name + "self_attn.k_proj.weight", shape.KeyValueHeads, rotate: true);
        var v = Project(normed, name + "self_attn.v_proj.weight", shape.KeyValueHeads, rotate: false);
        for (var t = 0; t < x.Length; t++)
            AddTo(x[t], Multiply(weights[name + "self_attn.o_proj.weight"], Attend(q[t], k, v, starts[t], t), shape.Hidden));
        foreach (var row in x)
            AddTo(row, FeedForward(name, Norm(row, weights[name + "post_attention_layernorm.weight"])));
    }

    private double[] Attend(double[] q, double[][] k, double[][] v, int start, int position)
    {
        var output = new double[shape.Heads * shape.HeadSize];
        for (var head = 0; head < shape.Heads; head++)
        {
            var shared = head / (shape.Heads / shape.KeyValueHeads) * shape.HeadSize;
            var scores = Enumerable.Range(start, position - start + 1)
                .Select(j => Enumerable.Range(0, shape.HeadSize).Sum(i => q[(head * shape.HeadSize) + i] * k[j][shared + i]) / Math.Sqrt(shape.HeadSize)).ToArray();
            var max = scores.Max();
            var sum = scores.Sum(score => Math.Exp(score - max));
            for (var j = start; j <= position; j++)
            {
                for (var i = 0; i < shape.HeadSize; i++)
                    output[(head * shape.HeadSize) + i] += Math.Exp(scores[j - start] - max) / sum * v[j][shared + i];
            }
        }
        return output;
    }

    private double[][] Project(double[][] x, string name, int heads, bool rotate)
    {
        var rows = x.Select(row => Multiply(weights[name], row, heads * shape.HeadSize)).ToArray();
        for (var t = 0; rotate && t < rows.Length; t++)
        {
            for (var head = 0; head < heads; head++)
                Rotate(rows[t].AsSpan(head * shape.HeadSize, shape.HeadSize), t);
        }
        return rows;
    }

    private void Rotate(Span<double> head, int position)
    {
        var half = head.Length / 2;
        for (var i = 0; i < half; i++)
        {
            var angle = position / Math.Pow(shape.RotaryTheta, 2.0 * i / head.Length);
            var (low, high) = (head[i], head[i + half]);
            head[i] = (low * Math.Cos(angle)) - (high * Math.Sin(angle));
            head[i + half] = (high * Math.Cos(angle)) + (low * Math.Sin(angle));
        }
    }

    private double[] FeedForward(string name, double[] x)
    {
        var gate = Multiply(weights[name + "mlp.gate_proj.weight"], x, shape.FeedForward);
        var up = Multiply(weights[name + "mlp.up_proj.weight"], x, shape.FeedForward);
        return Multiply(weights[name + "mlp.down_proj.weight"], [.. gate.Select((g, i) => g / (1 + Math.Exp(-g)) * up[i])], shape.Hidden);
    }

    private double[] Norm(double[] x, double[] gain)
    {
        var inverse = 1 / Math.Sqrt(x.Average(value => value * value) + shape.NormEpsilon);
        return [.. x.Select((value, i) => value * inverse * gain[i])];
    }

    private static double[] Multiply(double[] matrix, double[] x, int rows)
        => [.. Enumerable.Range(0, rows).Select(o => Enumerable.Range(0, x.Length).Sum(i => matrix[(o * x.Length) + i] * x[i]))];

    private static double[] Row(double[] matrix, int row, int width) => matrix.AsSpan(row * width, width).ToArray();

    private static void AddTo(double[] x, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] += y[i];
    }
}

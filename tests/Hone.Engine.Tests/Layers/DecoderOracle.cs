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
        var x = tokens.Select(token => Scaled(Row(weights["model.embed_tokens.weight"], token, shape.Hidden), shape.EmbeddingScale)).ToArray();
        for (var layer = 0; layer < shape.Layers; layer++)
            Layer(layer, x, starts);
        var head = weights[shape.TiedHead ? "model.embed_tokens.weight" : "lm_head.weight"];
        return [.. x.Select(row => Scaled(Multiply(head, Norm(row, weights["model.norm.weight"]), shape.VocabularySize), shape.LogitScale))];
    }

    private void Layer(int layer, double[][] x, int[] starts)
    {
        var name = $"model.layers.{layer}.";
        var normed = x.Select(row => Norm(row, weights[name + "input_layernorm.weight"])).ToArray();
        var rotate = !shape.LayersWithoutRotary.Contains(layer);
        var q = Project(normed, name + "self_attn.q_", shape.Heads, rotate);
        var k = Project(normed, name + "self_attn.k_", shape.KeyValueHeads, rotate);
        var v = Project(normed, name + "self_attn.v_", shape.KeyValueHeads, rotate: false);
        var rule = shape.AttentionRule(layer);
        for (var t = 0; t < x.Length; t++)
        {
            var start = rule.Window > 0 ? Math.Max(starts[t], t - rule.Window + 1) : starts[t];
            AddTo(x[t], Scaled(Linear(name + "self_attn.o_proj", Attend(name, q[t], k, v, start, t, rule.Scale), shape.Hidden), shape.ResidualScale));
        }
        foreach (var row in x)
            AddTo(row, Scaled(FeedForward(name, Norm(row, weights[name + "post_attention_layernorm.weight"])), shape.ResidualScale));
    }

    private double[] Attend(string name, double[] q, double[][] k, double[][] v, int start, int position, double scale)
    {
        var output = new double[shape.Heads * shape.HeadSize];
        for (var head = 0; head < shape.Heads; head++)
        {
            var shared = head / (shape.Heads / shape.KeyValueHeads) * shape.HeadSize;
            var scores = Enumerable.Range(start, position - start + 1)
                .Select(j => Enumerable.Range(0, shape.HeadSize).Sum(i => q[(head * shape.HeadSize) + i] * k[j][shared + i]) * scale).ToArray();
            var max = scores.Max();
            var sum = scores.Sum(score => Math.Exp(score - max)) + (shape.Sinks ? Math.Exp(weights[name + "self_attn.sinks"][head] - max) : 0);
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
        var rows = x.Select(row => Linear(name + "proj", row, heads * shape.HeadSize)).ToArray();
        for (var t = 0; t < rows.Length; t++)
        {
            for (var head = 0; head < heads; head++)
            {
                var part = rows[t].AsSpan(head * shape.HeadSize, shape.HeadSize);
                if (weights.TryGetValue(name + "norm.weight", out var gain))
                    Norm(part.ToArray(), gain).CopyTo(part);
                if (rotate)
                    Rotate(part, t);
            }
        }
        return rows;
    }

    private void Rotate(Span<double> head, int position)
    {
        var half = head.Length / 2;
        var frequencies = shape.RotaryScaling?.Frequencies(shape.RotaryTheta, head.Length) ?? [.. Enumerable.Range(0, half).Select(i => 1 / Math.Pow(shape.RotaryTheta, 2.0 * i / shape.HeadSize))];
        var amplitude = shape.RotaryScaling?.Amplitude ?? 1;
        for (var i = 0; i < half; i++)
        {
            var angle = position * frequencies[i];
            var (low, high) = (head[i] * amplitude, head[i + half] * amplitude);
            head[i] = (low * Math.Cos(angle)) - (high * Math.Sin(angle));
            head[i + half] = (high * Math.Cos(angle)) + (low * Math.Sin(angle));
        }
    }

    private double[] FeedForward(string name, double[] x)
    {
        if (shape.Experts == 0)
            return Gated(name + "mlp.", x);
        var logits = Linear(name + "mlp.router", x, shape.Experts);
        var chosen = Enumerable.Range(0, shape.Experts).OrderByDescending(e => logits[e]).Take(shape.ExpertsPerToken).ToArray();
        var sum = chosen.Sum(e => Math.Exp(logits[e]));
        var result = new double[shape.Hidden];
        foreach (var e in chosen)
            AddTo(result, Scaled(Gated($"{name}mlp.experts.{e}.", x), Math.Exp(logits[e]) / sum));
        return result;
    }

    private double[] Gated(string name, double[] x)
    {
        double[] gate = Linear(name + "gate_proj", x, shape.FeedForward), up = Linear(name + "up_proj", x, shape.FeedForward);
        return Linear(name + "down_proj", [.. gate.Zip(up, (g, u) => shape.Gate == Gate.SwiGlu ? g / (1 + Math.Exp(-g)) * u : Clamped(Math.Min(g, 7), Math.Clamp(u, -7, 7)))], shape.Hidden);
    }

    private static double Clamped(double gate, double up) => gate / (1 + Math.Exp(-1.702 * gate)) * (up + 1);

    private double[] Linear(string name, double[] x, int rows)
    {
        var y = Multiply(weights[name + ".weight"], x, rows);
        if (weights.TryGetValue(name + ".bias", out var bias))
            AddTo(y, bias);
        return y;
    }

    private static double[] Scaled(double[] x, double scale) => [.. x.Select(value => value * scale)];

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

using System.Diagnostics;
using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training;

/// <summary>
/// Seconds that a training will take: the multiplications its products need, at the rate the device reaches on one such product now.
/// The first step then shows how near that is.
/// </summary>
internal static class TimeForecast
{
    // What a training step reaches of the rate of its products alone; the rest is attention, norms, softmax and the optimiser.
    // Measured: 0.84 at 125 M parameters, about 0.6 at 5 M.
    private const double ShareOfRate = 0.7;
    private const double ProbeSeconds = 0.1;

    /// <param name="trained">What is trained; the weights of all else cost no gradient.</param>
    public static double Seconds(Device device, ModelShape shape, AdaptSpec spec, IReadOnlyList<ParameterSpec> trained)
        => spec.Steps * spec.StepTokens * Operations(shape, spec, trained) / (Rate(device, shape, spec) * ShareOfRate);

    /// <summary>Floating-point operations a token: two for each weight it meets on the way forward, on the way back, and for the weight's gradient.</summary>
    internal static double Operations(ModelShape shape, AdaptSpec spec, IReadOnlyList<ParameterSpec> trained)
    {
        double table = (double)shape.VocabularySize * shape.Hidden, met = shape.Parameters - (shape.TiedHead ? 0 : table);
        if (shape.Experts > 0)
            met -= 3.0 * shape.Layers * (shape.Experts - shape.ExpertsPerToken) * shape.FeedForward * shape.Hidden;
        double gradients = trained.Where(parameter => parameter.IsMatrix).Sum(parameter => parameter.Length);
        var attention = 2.0 * shape.Layers * spec.RowLength * shape.HeadLayout.QueryWidth;
        var reference = spec.Kl > 0 ? (spec.KlOn == KlScope.All ? 1 : spec.Replay) * 2 * met : 0;
        return (2 * met * (spec.Recompute ? 3 : 2)) + (2 * Math.Min(gradients, met)) + (3 * attention) + reference;
    }

    // Operations a second on a product of the feed-forward layers' shape.
    private static double Rate(Device device, ModelShape shape, AdaptSpec spec)
    {
        var rows = Math.Min(2048, spec.MicroRows * spec.RowLength);
        using Tensor x = new(rows, shape.Hidden), weights = new(2 * shape.FeedForward, shape.Hidden), y = new(rows, 2 * shape.FeedForward);
        var chance = new Xoshiro256(1);
        foreach (ref var value in x.Span)
            value = (float)chance.NextDouble();
        weights.Span.Fill(0.5f);
        device.Linear(x, weights.AsWeights(), y);
        var clock = Stopwatch.StartNew();
        var done = 0;
        for (; clock.Elapsed.TotalSeconds < ProbeSeconds; done++)
            device.Linear(x, weights.AsWeights(), y);
        return 2.0 * done * rows * shape.Hidden * 2 * shape.FeedForward / clock.Elapsed.TotalSeconds;
    }
}

namespace Hone.Engine.Training;

/// <summary>
/// Learning rate over a run: a linear rise, then down to the final share, by a cosine (Loshchilov and Hutter 2017) or held and
/// brought down in a straight line at the end (Hu et al. 2024, MiniCPM).
/// </summary>
internal static class Schedule
{
    /// <param name="step">Counts from 0.</param>
    public static double LearningRate(AdaptSpec spec, long step)
    {
        var rise = (long)Math.Ceiling(spec.WarmUp * spec.Steps);
        if (step < rise)
            return spec.LearningRate * (step + 1) / rise;
        var left = spec.Decay == RateDecay.Cosine ? CosineLeft(step - rise, spec.Steps - rise) : LinearLeft(step, spec.Steps, spec.DecayShare);
        return spec.LearningRate * (spec.FinalRate + ((1 - spec.FinalRate) * left));
    }

    // Share of the way down still to go: 1 at the first step, 0 at the last.
    private static double CosineLeft(long step, long steps)
        => 0.5 * (1 + Math.Cos(Math.PI * (steps <= 1 ? 1.0 : (double)step / (steps - 1))));

    private static double LinearLeft(long step, long steps, double share)
    {
        var falling = Math.Max(1, (long)Math.Round(share * steps));
        return Math.Min(1.0, (double)(steps - 1 - step) / falling);
    }
}

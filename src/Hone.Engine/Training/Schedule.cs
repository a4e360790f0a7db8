namespace Hone.Engine.Training;

/// <summary>Learning rate over a run: linear rise, then a cosine down to the final share (Loshchilov and Hutter 2017).</summary>
internal static class Schedule
{
    /// <param name="step">Counts from 0.</param>
    public static double LearningRate(AdaptSpec spec, long step)
    {
        var rise = (long)Math.Ceiling(spec.WarmUp * spec.Steps);
        if (step < rise)
            return spec.LearningRate * (step + 1) / rise;
        var progress = spec.Steps - rise <= 1 ? 1.0 : (double)(step - rise) / (spec.Steps - rise - 1);
        return spec.LearningRate * (spec.FinalRate + ((1 - spec.FinalRate) * 0.5 * (1 + Math.Cos(Math.PI * progress))));
    }
}

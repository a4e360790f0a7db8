namespace Hone.Engine.Architectures;

/// <summary>rope_type of config.json.</summary>
public enum RotaryScalingKind
{
    /// <summary>Positions divided by the factor (Chen et al. 2023).</summary>
    Linear,

    /// <summary>Slow frequencies divided by the factor, fast ones kept, a ramp between them (Llama 3.1).</summary>
    Llama3,

    /// <summary>As Llama3 with another ramp, and all scores a little sharper (Peng et al. 2023).</summary>
    Yarn,
}

/// <summary>How the rotary embedding is stretched to a longer context. Names follow config.json's rope_scaling.</summary>
public sealed record RotaryScaling
{
    public required RotaryScalingKind Kind { get; init; }

    public required double Factor { get; init; }

    /// <summary>Context of the model before it was stretched.</summary>
    public int OriginalContext { get; init; }

    public double LowFrequencyFactor { get; init; } = 1;

    public double HighFrequencyFactor { get; init; } = 4;

    public double BetaFast { get; init; } = 32;

    public double BetaSlow { get; init; } = 1;

    /// <summary>Whether yarn's ramp begins and ends at whole dimensions.</summary>
    public bool Truncate { get; init; } = true;

    /// <summary>Factor of cosines and sines; null: 0.1 ln(factor) + 1 for yarn, 1 for the others.</summary>
    public double? AttentionFactor { get; init; }

    /// <summary>Radians a position of each pair of dimensions, [head size / 2].</summary>
    internal double[] Frequencies(double theta, int headSize)
    {
        var plain = Plain(theta, headSize);
        return Kind switch
        {
            RotaryScalingKind.Linear => [.. plain.Select(frequency => frequency / Factor)],
            RotaryScalingKind.Llama3 => [.. plain.Select(Llama3)],
            _ => [.. plain.Select((frequency, i) => Blend(frequency, Ramp(i, theta, headSize)))],
        };
    }

    internal double Amplitude => AttentionFactor ?? (Kind == RotaryScalingKind.Yarn && Factor > 1 ? (0.1 * Math.Log(Factor)) + 1 : 1);

    internal static double[] Plain(double theta, int headSize) => [.. Enumerable.Range(0, headSize / 2).Select(i => Math.Pow(theta, -2.0 * i / headSize))];

    internal IEnumerable<string> Problems()
    {
        if (!(Factor >= 1) || Factor > 1e6)
            yield return $"rope_scaling.factor is {Factor}; it must be at least 1";
        if (Kind != RotaryScalingKind.Linear && OriginalContext < 1)
            yield return "rope_scaling.original_max_position_embeddings must be at least 1";
        if (Kind == RotaryScalingKind.Llama3 && !(LowFrequencyFactor > 0 && HighFrequencyFactor > LowFrequencyFactor))
            yield return $"rope_scaling.high_freq_factor ({HighFrequencyFactor}) must exceed low_freq_factor ({LowFrequencyFactor}), and both 0";
        if (Kind == RotaryScalingKind.Yarn && !(BetaSlow > 0 && BetaFast >= BetaSlow))
            yield return $"rope_scaling.beta_fast ({BetaFast}) must be at least beta_slow ({BetaSlow}), and both above 0";
        if (AttentionFactor is { } factor && !(factor > 0 && factor < 100))
            yield return $"rope_scaling.attention_factor is {factor}; it must be positive";
    }

    private double Llama3(double frequency)
    {
        var turns = OriginalContext * frequency / (2 * Math.PI);
        var keep = Math.Clamp((turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0, 1);
        return Blend(frequency, keep);
    }

    // 1: as it was; 0: divided by the factor.
    private double Blend(double frequency, double keep) => (frequency * keep) + (frequency / Factor * (1 - keep));

    private double Ramp(int dimension, double theta, int headSize)
    {
        double low = Dimension(BetaFast, theta, headSize), high = Dimension(BetaSlow, theta, headSize);
        if (Truncate)
            (low, high) = (Math.Floor(low), Math.Ceiling(high));
        (low, high) = (Math.Max(low, 0), Math.Min(high, headSize - 1));
        if (low == high)
            high += 0.001;
        return 1 - Math.Clamp((dimension - low) / (high - low), 0, 1);
    }

    // The dimension that turns this often over the original context.
    private double Dimension(double turns, double theta, int headSize)
        => headSize * Math.Log(OriginalContext / (turns * 2 * Math.PI)) / (2 * Math.Log(theta));
}

namespace Hone.Corpus.Quality;

/// <summary>A document goes when the measure is beyond the limit.</summary>
/// <param name="Name">Key in counts and settings.</param>
/// <param name="Why">One sentence for the datasheet.</param>
internal sealed record QualityRule(string Name, string Measure, Func<TextMeasures, double> Value, double Limit, bool DropsAbove, Func<TextMeasures, bool> Applies, string Why)
{
    /// <summary>What is wrong, with its value, or null.</summary>
    public string? Judge(TextMeasures measures)
    {
        if (!Applies(measures))
            return null;
        double value = Value(measures);
        return (DropsAbove ? value > Limit : value < Limit)
            ? FormattableString.Invariant($"{Measure} {value:0.###} is {(DropsAbove ? "above" : "below")} {Limit:0.###}")
            : null;
    }
}

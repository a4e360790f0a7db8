namespace Hone.Evaluation.Comparisons;

/// <summary>What a comparison can say; the words are the report's.</summary>
public enum Verdict
{
    /// <summary>Better than before by more than chance explains.</summary>
    Learned,

    /// <summary>Better than before, and still no better than an answerer that reads no question.</summary>
    NoBetterThanTrivial,

    /// <summary>The set shows no difference; a smaller one may exist.</summary>
    NoDifferenceShown,

    /// <summary>Worse than before by more than chance explains.</summary>
    Forgot,
}

/// <summary>One set, one protocol: before against after on the same items.</summary>
public sealed record ComparisonRow
{
    public required string Name { get; init; }
    public required string Protocol { get; init; }
    public required string Metric { get; init; }
    public bool Headline { get; init; }

    /// <summary>Items that both logs have.</summary>
    public required int N { get; init; }

    public required double Before { get; init; }
    public required double After { get; init; }

    /// <summary>Bits per byte: change in percent of before (less is better). Accuracy: change in points (more is better).</summary>
    public required double Difference { get; init; }

    public required double Low { get; init; }
    public required double High { get; init; }

    /// <summary>McNemar's exact test, corrected by Holm over the headline benchmarks; null for bits per byte, where the interval decides.</summary>
    public double? PValue { get; init; }

    /// <summary>The smallest difference this set could have shown, in the unit of <see cref="Difference"/>.</summary>
    public required double SmallestShown { get; init; }

    /// <summary>Accuracy of the best trivial answerer (guessing, one letter, the longest choice); null for bits per byte.</summary>
    public double? Trivial { get; init; }

    public required Verdict Verdict { get; init; }

    public string VerdictWords => Verdict switch
    {
        Verdict.Learned => "learned",
        Verdict.Forgot => "forgot",
        Verdict.NoBetterThanTrivial => "no better than trivial",
        _ => "no difference shown",
    };
}

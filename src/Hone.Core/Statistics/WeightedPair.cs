namespace Hone.Core.Statistics;

/// <summary>What two models got on one item: for bits per byte the bits and the bytes of each.</summary>
public readonly record struct WeightedPair(double FirstNumerator, double FirstDenominator, double SecondNumerator, double SecondDenominator)
{
    public static WeightedPair operator +(WeightedPair left, WeightedPair right) => Add(left, right);

    public static WeightedPair Add(WeightedPair left, WeightedPair right) => new(
        left.FirstNumerator + right.FirstNumerator, left.FirstDenominator + right.FirstDenominator,
        left.SecondNumerator + right.SecondNumerator, left.SecondDenominator + right.SecondDenominator);
}

namespace Hone.Corpus.Selection;

/// <summary>
/// What a growing set of documents covers: every feature counts its worth / (1 + times it was there before), so what is new counts
/// most and the hundredth telling little.
/// </summary>
internal sealed class Coverage(FeatureSketches sketches)
{
    private readonly ushort[] _taken = new ushort[TextFeatures.Count];

    public double Total { get; private set; }

    /// <summary>What a candidate would add.</summary>
    public double Gain(int candidate)
    {
        double sum = 0;
        foreach (int feature in sketches.Of(candidate))
            sum += sketches.Worth(feature) / (1.0 + _taken[feature]);
        return sum * sketches.Scale(candidate);
    }

    public void Add(int candidate)
    {
        Total += Gain(candidate);
        foreach (int feature in sketches.Of(candidate))
            if (_taken[feature] < ushort.MaxValue)
                _taken[feature]++;
    }
}

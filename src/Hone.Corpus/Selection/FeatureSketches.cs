using System.Numerics;
using Hone.Corpus.Curation;

namespace Hone.Corpus.Selection;

/// <summary>
/// Of every candidate the features that tell it from others, at most 48 of them, and what a feature is worth: its inverse document
/// frequency ln(N / n). Features of one document alone are left out: no other learns from them, and most are ids and noise; so are
/// those of more than a twentieth of all documents. About 200 bytes a document.
/// </summary>
internal sealed class FeatureSketches
{
    public const int MostFeatures = 48;

    private const double CommonShare = 0.05;

    private readonly int[][] _features;
    private readonly float[] _scale;
    private readonly float[] _worth;

    private FeatureSketches(int[][] features, float[] scale, float[] worth) => (_features, _scale, _worth) = (features, scale, worth);

    /// <summary>Reads every candidate twice: to count features, and to choose those that are kept.</summary>
    public static FeatureSketches Make(IDocumentTexts texts, IReadOnlyList<int> candidates, CancellationToken cancel)
    {
        var documents = new int[TextFeatures.Count];
        foreach (int[] features in OrderedParallel.Select(candidates.Chunk(Batch), batch => batch.SelectMany(d => TextFeatures.Of(texts.Text(d))).ToArray(), cancel))
            foreach (int feature in features)
                documents[feature]++;
        float[] worth = [.. documents.Select(n => n < 2 || n > Math.Max(2, CommonShare * candidates.Count) ? 0f : MathF.Log(candidates.Count / (float)n))];
        var kept = new int[candidates.Count][];
        var scale = new float[candidates.Count];
        int next = 0;
        foreach ((int[] Features, float Scale)[] batch in OrderedParallel.Select(candidates.Chunk(Batch), batch => batch.Select(d => Choose(TextFeatures.Of(texts.Text(d)), worth)).ToArray(), cancel))
            foreach ((int[] features, float one) in batch)
                (kept[next], scale[next++]) = (features, one);
        return new FeatureSketches(kept, scale, worth);
    }

    private const int Batch = 64;

    /// <summary>Features of the candidate with this place in the list.</summary>
    public ReadOnlySpan<int> Of(int candidate) => _features[candidate];

    /// <summary>Of how many features each kept one speaks for.</summary>
    public float Scale(int candidate) => _scale[candidate];

    public float Worth(int feature) => _worth[feature];

    /// <summary>A sample by hash, so that two documents with equal features keep equal ones.</summary>
    private static (int[], float) Choose(int[] features, float[] worth)
    {
        int[] useful = [.. features.Where(feature => worth[feature] > 0)];
        if (useful.Length <= MostFeatures)
            return (useful, 1);
        int[] chosen = [.. useful.OrderBy(feature => BitOperations.RotateLeft((uint)feature * 2654435769u, 7)).ThenBy(feature => feature).Take(MostFeatures)];
        return (chosen, useful.Length / (float)MostFeatures);
    }
}

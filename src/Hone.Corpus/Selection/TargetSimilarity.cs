using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Selection;

/// <summary>
/// How like a document is to texts of the tasks the model is for (questions of a team's own, tickets, reports): the share, by
/// worth, of its features that the texts have too. From files of plain text, or JSON Lines whose strings are taken.
/// </summary>
internal sealed class TargetSimilarity
{
    private const int MaxBytes = 256 << 20;

    private readonly HashSet<int> _features;

    private TargetSimilarity(HashSet<int> features) => _features = features;

    public static TargetSimilarity Load(IEnumerable<string> paths)
    {
        var features = new HashSet<int>();
        foreach (string path in paths)
        {
            string text = System.Text.Encoding.UTF8.GetString(InputFile.ReadAll(path, MaxBytes));
            if (string.IsNullOrWhiteSpace(text))
                throw new UserError($"{path}: no text to compare documents with");
            features.UnionWith(TextFeatures.Of(text));
        }
        return new TargetSimilarity(features);
    }

    /// <summary>From 0 (nothing in common) to 1.</summary>
    public double Of(FeatureSketches sketches, int candidate)
    {
        double all = 0, shared = 0;
        foreach (int feature in sketches.Of(candidate))
        {
            all += sketches.Worth(feature);
            shared += _features.Contains(feature) ? sketches.Worth(feature) : 0;
        }
        return all == 0 ? 0 : shared / all;
    }
}

using Hone.Core.Models;
using Hone.Core.Runs;
using Hone.Corpus.Curation;

namespace Hone.Corpus.Selection;

/// <summary>
/// How much there is to learn from a document, by the bits a byte of its beginning costs the model that will be trained: what the
/// model knows already teaches little, and what surprises it most is mostly noise (Marion et al. 2023, "When less is more": the
/// middle of the perplexities does best). The lowest tenth counts half, the highest twentieth a quarter, the rest in full.
/// </summary>
internal static class PerplexityWeights
{
    private const int BeginningCharacters = 1500;
    private const double Known = 0.5, Noise = 0.25, KnownShare = 0.1, NoiseShare = 0.05;

    public static double[] Of(ILanguageModel model, IDocumentTexts texts, IReadOnlyList<int> documents, IProgressReporter progress, CancellationToken cancel)
    {
        var bits = new double[documents.Count];
        progress.Begin($"Reading with {model.Name}", documents.Count, "documents");
        for (int i = 0; i < bits.Length; i++)
        {
            string text = texts.Text(documents[i]);
            TextScore score = model.ScoreText(text.Length <= BeginningCharacters ? text : text[..BeginningCharacters], cancel);
            bits[i] = score.Bytes == 0 ? 0 : -score.LogLikelihood / Math.Log(2) / score.Bytes;
            progress.Report(i + 1);
        }
        double[] sorted = [.. bits.Order()];
        double low = sorted[(int)(KnownShare * (sorted.Length - 1))], high = sorted[(int)((1 - NoiseShare) * (sorted.Length - 1))];
        return [.. bits.Select(b => b < low ? Known : b > high ? Noise : 1)];
    }
}

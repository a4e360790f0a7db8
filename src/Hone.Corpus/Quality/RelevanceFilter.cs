using System.Globalization;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Quality;

/// <summary>Drops what is not about security: by the words that such a text has, and by the classifier. Logs pass.</summary>
internal sealed class RelevanceFilter(QualitySpec spec) : IDocumentFilter
{
    private const double WithoutTerm = 0.5;

    /// <summary>From 0 to 1; 1 for logs, which speak of security by what they record.</summary>
    public static double Score(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan(0, Math.Min(text.Length, RelevanceModel.MostCharacters));
        return LogShape.Fits(start) ? 1 : RelevanceModel.Shipped.Score(start) * (SecurityTerms.AnyIn(start) ? 1 : WithoutTerm);
    }

    public Verdict Judge(Document document)
    {
        double score = Score(document.Text);
        return score >= spec.MinRelevance ? Verdict.Keep
            : Verdict.Drop("not_security", string.Create(CultureInfo.InvariantCulture, $"probability {score:0.###} is below {spec.MinRelevance:0.###}"));
    }
}

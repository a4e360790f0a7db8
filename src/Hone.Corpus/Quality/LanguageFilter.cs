using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Quality;

/// <summary>Drops documents that are mostly in languages that are not wanted.</summary>
internal sealed class LanguageFilter(QualitySpec spec) : IDocumentFilter
{
    public Verdict Judge(Document document)
    {
        if (spec.Languages.Count == 0)
            return Verdict.Keep;
        LanguageShares shares = LanguageShares.Of(document.Text, LanguageModel.Shipped);
        return shares.Of(spec.Languages) >= spec.LanguageShare ? Verdict.Keep : Verdict.Drop("language", shares.ToString());
    }
}

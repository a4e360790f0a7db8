using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Quality;

/// <summary>The filters that a source's documents pass, the cheapest first.</summary>
internal static class QualityFilters
{
    /// <param name="kind">The source's kind: only some are asked whether they are about security.</param>
    /// <param name="domain">Whether the source is of the field to learn; text for replay is about anything.</param>
    public static IReadOnlyList<IDocumentFilter> For(QualitySpec spec, string kind, bool domain)
    {
        List<IDocumentFilter> filters = [new QualityFilter(spec), new LanguageFilter(spec)];
        if (domain && spec.RelevanceFor.Contains(kind))
            filters.Add(new RelevanceFilter(spec));
        return filters;
    }
}

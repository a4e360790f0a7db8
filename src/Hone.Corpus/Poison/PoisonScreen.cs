using Hone.Corpus.Curation;

namespace Hone.Corpus.Poison;

/// <summary>
/// Looks through all documents for what somebody may have planted, and names the suspects with reason and evidence. The cases are
/// those of the literature: a rare trigger and noise (Souly et al. 2025: 250 documents suffice, whatever the model's size), a claim
/// repeated in many places (Carlini et al. 2024), orders to a model in the data (OWASP LLM01, LLM04). The same suspects for any
/// order of the documents and any number of threads.
/// </summary>
internal static class PoisonScreen
{
    /// <param name="texts">The cleaned texts, duplicates gone: copies of one text tie themselves together.</param>
    /// <param name="facts">What is known of each document; without it no burst is seen, and nothing that cleaning removed.</param>
    public static IReadOnlyList<Suspect> Find(IDocumentTexts texts, PoisonSpec spec, Func<int, SourceFacts>? facts = null, CancellationToken cancel = default)
    {
        if (!spec.Enabled || texts.Count == 0)
            return [];
        var own = new Suspect?[texts.Count];
        Parallel.For(0, texts.Count, new ParallelOptions { CancellationToken = cancel }, document =>
        {
            PoisonFinding? finding = facts?.Invoke(document).Raw is { Count: > 0 } raw ? raw[0] : ModelInstructions.Find(texts.Text(document)) is { Count: > 0 } found ? found[0] : null;
            own[document] = finding is null ? null : new Suspect(document, finding.Reason, finding.Evidence);
        });
        var tied = new PlantedText(texts, spec, facts is null ? null : new Bursts(texts.Count, facts), cancel).Find();
        return [.. own.OfType<Suspect>().Concat(tied.Where(suspect => own[suspect.Document] is null)).OrderBy(suspect => suspect.Document)];
    }
}

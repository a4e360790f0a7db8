using Hone.Core.Models;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Curation;

/// <summary>
/// Chooses a group's training documents under its token budget and drops the rest. What stays is in rungs: the documents of the
/// smallest budget come first in the shard, then what the next larger one adds, so every smaller corpus is the beginning of it.
/// </summary>
internal sealed class BudgetDecision(CorpusSources sources, DocumentStore store, IDocumentTexts texts, Decisions decisions, Tokenizer tokenizer)
{
    private const int BatchDocuments = 64;

    /// <summary>How much more a document counts that is all like the target tasks.</summary>
    private const double TargetWeight = 4;

    /// <param name="documents">The group's documents that may be trained on.</param>
    /// <param name="budgets">Ascending.</param>
    /// <param name="random">Take at random instead of by gain.</param>
    /// <param name="targets">Files with texts of the target tasks.</param>
    /// <param name="model">The model that will be trained, or null.</param>
    public ChosenDocuments Choose(int[] documents, IReadOnlyList<long> budgets, bool random, IReadOnlyList<string> targets, ILanguageModel? model, ulong seed, IProgressReporter progress, CancellationToken cancel)
    {
        progress.Begin("Counting tokens", documents.Length, "documents");
        int[] tokens = CountTokens(documents, progress, cancel);
        progress.Begin("Choosing documents", 0, "documents");
        FeatureSketches sketches = FeatureSketches.Make(texts, documents, cancel);
        TargetSimilarity? target = targets.Count > 0 ? TargetSimilarity.Load(targets) : null;
        double[]? toLearn = model is null || documents.Length == 0 ? null : PerplexityWeights.Of(model, texts, documents, progress, cancel);
        Candidate[] candidates = [.. documents.Select((document, i) => new Candidate(document, store[document].Source, tokens[i],
            store[document].Quality * (toLearn?[i] ?? 1) * (1 + TargetWeight * (target?.Of(sketches, i) ?? 0))))];
        ChosenDocuments chosen = new BudgetSelection(candidates, [.. sources.All.Select(source => source.Weight)], sketches).Choose(budgets, random, seed);
        HashSet<int> taken = [.. chosen.Rungs.SelectMany(rung => rung)];
        foreach (int document in documents.Where(document => !taken.Contains(document)))
            decisions.Drop(document, Reasons.BeyondBudget);
        return chosen;
    }

    private int[] CountTokens(int[] documents, IProgressReporter progress, CancellationToken cancel)
    {
        var tokens = new List<int>(documents.Length);
        foreach (int[] batch in OrderedParallel.Select(documents.Chunk(BatchDocuments), batch => batch.Select(document => tokenizer.CountTokens(texts.Text(document)) + 1).ToArray(), cancel))
        {
            tokens.AddRange(batch);
            progress.Report(tokens.Count);
        }
        return [.. tokens];
    }
}

using Hone.Core.Models;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Curation;

/// <summary>What is written for a group: its documents by split in the order of the shard, and how its budget was spent.</summary>
internal sealed record GroupPlan(string Group, IReadOnlyList<int> Train, IReadOnlyList<int> HeldOut)
{
    /// <summary>How many of the training documents each rung of the ladder ends with, the budget itself last; empty without a budget.</summary>
    public IReadOnlyList<RungPlan> Rungs { get; init; } = [];

    public IReadOnlyList<GainPoint> Gain { get; init; } = [];
}

/// <summary>The first so many training documents are what a budget buys.</summary>
internal sealed record RungPlan(long Budget, int Documents);

/// <summary>Who is trained on, who is held out, and in which order: fixed by the seed.</summary>
internal sealed record CorpusPlan(IReadOnlyList<GroupPlan> Groups)
{
    public static CorpusPlan Make(CurateSpec spec, CorpusSources sources, DocumentStore store, IDocumentTexts texts, Decisions decisions, Tokenizer tokenizer, Func<string, ILanguageModel> open, string work, IProgressReporter progress, CancellationToken cancel)
    {
        bool[] heldOut = SplitDecision.HeldOut(spec, store, decisions, work, cancel);
        using ILanguageModel? model = spec.PerplexityModel is { } path ? open(path) : null;
        var budget = new BudgetDecision(sources, store, texts, decisions, tokenizer);
        return new CorpusPlan([.. sources.All.Select((_, i) => sources.GroupOf(i)).Distinct().Select(Plan)]);

        GroupPlan Plan(string group)
        {
            ILookup<bool, int> documents = decisions.Kept.Where(document => sources.GroupOf(store[document].Source) == group).ToLookup(document => heldOut[document]);
            int[] train = [.. documents[false]], unseen = InOrder(documents[true]);
            bool isDomain = group == CorpusSources.DomainGroup;
            long tokens = isDomain ? spec.Tokens : spec.GeneralTokens;
            IReadOnlyList<long> budgets = [.. isDomain ? spec.Ladder : [], .. tokens > 0 || (isDomain && spec.Ladder.Count > 0) ? [tokens > 0 ? tokens : long.MaxValue] : Array.Empty<long>()];
            if (budgets.Count == 0)
                return new GroupPlan(group, InOrder(train), unseen);
            ChosenDocuments chosen = budget.Choose(train, budgets, spec.ChooseAtRandom || !isDomain, isDomain ? spec.Targets : [], isDomain ? model : null, spec.Seed, progress, cancel);
            return new GroupPlan(group, [.. chosen.Rungs.SelectMany(rung => InOrder(rung))], unseen)
            {
                Rungs = [.. budgets.Select((one, i) => new RungPlan(one, chosen.Rungs.Take(i + 1).Sum(rung => rung.Count)))],
                Gain = chosen.Curve,
            };
        }

        int[] InOrder(IEnumerable<int> documents) => [.. documents.OrderBy(document => StableHash.Of(spec.Seed, "order", store[document].TextHash))];
    }
}

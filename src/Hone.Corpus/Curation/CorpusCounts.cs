using Hone.Corpus.Selection;

namespace Hone.Corpus.Curation;

/// <summary>What counts.json says: how much came from where, what was dropped and why. It holds nothing that differs between two equal runs.</summary>
internal sealed class CorpusCounts
{
    public SortedDictionary<string, GroupCounts> Groups { get; init; } = new(StringComparer.Ordinal);

    public SourceCounts For(string group, string source)
    {
        if (!Groups.TryGetValue(group, out GroupCounts? counts))
            Groups[group] = counts = new GroupCounts();
        if (!counts.Sources.TryGetValue(source, out SourceCounts? found))
            counts.Sources[source] = found = new SourceCounts();
        return found;
    }
}

internal sealed class GroupCounts
{
    public SplitCounts Train => Total(source => source.Train);

    public SplitCounts Heldout => Total(source => source.Heldout);

    /// <summary>The budgets of the ladder, each the beginning of the training shard; null without a budget.</summary>
    public IReadOnlyList<RungCounts>? Ladder { get; set; }

    /// <summary>What the chosen documents cover after so many tokens, beside as many at random; null without a budget.</summary>
    public IReadOnlyList<GainPoint>? Gain { get; set; }

    /// <summary>In the order of the recipe.</summary>
    public Dictionary<string, SourceCounts> Sources { get; init; } = new(StringComparer.Ordinal);

    private SplitCounts Total(Func<SourceCounts, SplitCounts> split) => new()
    {
        Documents = Sources.Values.Sum(source => split(source).Documents),
        Characters = Sources.Values.Sum(source => split(source).Characters),
        Tokens = Sources.Values.Sum(source => split(source).Tokens),
    };
}

internal sealed class SourceCounts
{
    public long Read { get; set; }

    /// <summary>Usable documents that a limit left out.</summary>
    public long BeyondLimit { get; set; }

    /// <summary>Usable documents for which the token budget had no room.</summary>
    public long BeyondBudget { get; set; }

    public SortedDictionary<string, long> Dropped { get; init; } = new(StringComparer.Ordinal);

    public SplitCounts Train { get; init; } = new();

    public SplitCounts Heldout { get; init; } = new();
}

/// <summary>What a budget buys: the first so many documents and tokens of the training shard. Budget null: all there is.</summary>
internal sealed record RungCounts(long? Budget, int Documents, long Tokens);

/// <summary>Characters are UTF-16 units of the cleaned text; tokens include the end-of-text token after each document.</summary>
internal sealed class SplitCounts
{
    public long Documents { get; set; }
    public long Characters { get; set; }
    public long Tokens { get; set; }

    public void Add(int characters, int tokens)
    {
        Documents++;
        Characters += characters;
        Tokens += tokens;
    }
}

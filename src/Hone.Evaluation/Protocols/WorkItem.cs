using Hone.Core.Models;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Protocols;

/// <summary>One thing to ask the model, and the name its row will have: rows that exist already are not made again.</summary>
internal sealed record WorkItem(ItemKey Key, string ContentHash, Func<ILanguageModel, CancellationToken, ItemRow> Run);

/// <summary>The work on one held-out set or benchmark.</summary>
internal sealed record WorkSet
{
    public required string Name { get; init; }
    public required string HeadlineProtocol { get; init; }
    public required IReadOnlyList<WorkItem> Items { get; init; }

    /// <summary>Trivial scores that only the texts tell; those that the rows tell are computed from the rows.</summary>
    public IReadOnlyDictionary<string, double> Baselines { get; init; } = new Dictionary<string, double>();
}

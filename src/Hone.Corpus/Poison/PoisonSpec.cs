using Hone.Core.Settings;

namespace Hone.Corpus.Poison;

/// <summary>What is looked for beyond single documents. Suspects are set aside for a person, with the evidence; none is deleted.</summary>
public sealed record PoisonSpec
{
    [Setting("Set documents aside that look planted: hidden text, orders to models, rare words that tie unrelated documents together, bursts of one claim.")]
    public bool Enabled { get; init; } = true;

    [Setting("So many documents must share a rare word or phrase before it is looked at; 250 are known to suffice for a back door, whatever the model's size.", Min = 4, Max = 1000)]
    public int LeastDocuments { get; init; } = 10;

    [Setting("What more documents share is no rare trigger.", Min = 10, Max = 60_000)]
    public int MostDocuments { get; init; } = 2000;

    /// <summary>Everything that is wrong with the spec, one sentence each.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (LeastDocuments is < 4 or > 1000)
            problems.Add($"least_documents: {LeastDocuments} is not between 4 and 1000");
        if (MostDocuments < LeastDocuments || MostDocuments > 60_000)
            problems.Add($"most_documents: {MostDocuments} is not between least_documents and 60000");
        return problems;
    }
}

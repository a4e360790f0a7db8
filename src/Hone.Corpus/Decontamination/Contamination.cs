using System.Text.Json.Serialization;

namespace Hone.Corpus.Decontamination;

/// <summary>How a document gives a benchmark away.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContaminationRule>))]
internal enum ContaminationRule
{
    /// <summary>It names an id that the benchmark asks about.</summary>
    [JsonStringEnumMemberName("id")]
    Id,

    /// <summary>It shares so many words in a row with an item.</summary>
    [JsonStringEnumMemberName("shared_words")]
    SharedWords,

    /// <summary>It, a paragraph or a line of it says nearly the same as an item.</summary>
    [JsonStringEnumMemberName("twin")]
    Twin,
}

/// <summary>One document's contamination by one benchmark under one rule: the strongest case of it.</summary>
/// <param name="Similarity">Jaccard similarity for a twin, otherwise 1.</param>
/// <param name="Place">File and record of the item, or the id.</param>
/// <param name="Passage">What of the document it is, at most some hundred characters.</param>
/// <param name="Item">The item's text, likewise.</param>
internal sealed record Contamination(string Benchmark, ContaminationRule Rule, double Similarity, string Place, string Passage, string Item);

/// <param name="Matches">Every benchmark and rule by which the document must go; none for a clean one.</param>
/// <param name="Nearest">For a clean one the item it is most like, if it is like any.</param>
internal sealed record ContaminationCheck(IReadOnlyList<Contamination> Matches, Contamination? Nearest)
{
    public static ContaminationCheck Nothing { get; } = new([], null);

    public bool IsClean => Matches.Count == 0;
}

using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>All sources of a corpus by number, those of the domain first.</summary>
internal sealed record CorpusSources(IReadOnlyList<SourceReference> Domain, IReadOnlyList<SourceReference> General)
{
    public const string DomainGroup = "domain";
    public const string GeneralGroup = "general";

    public IReadOnlyList<SourceReference> All { get; } = [.. Domain, .. General];

    public bool IsDomain(int source) => source < Domain.Count;

    public string GroupOf(int source) => IsDomain(source) ? DomainGroup : GeneralGroup;
}

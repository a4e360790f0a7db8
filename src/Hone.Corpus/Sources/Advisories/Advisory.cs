using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Vulnerabilities;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>An advisory about packages, as OSV and GitHub have it.</summary>
internal sealed record Advisory
{
    public required string Id { get; init; }
    public string? Summary { get; init; }

    /// <summary>Markdown.</summary>
    public string? Details { get; init; }

    /// <summary>Ids of the same vulnerability elsewhere.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Ids of other vulnerabilities it speaks of.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    public IReadOnlyList<AffectedPackage> Affected { get; init; } = [];

    /// <summary>Functions that hold the flaw, in sentences.</summary>
    public IReadOnlyList<string> Code { get; init; } = [];

    public IReadOnlyList<string> Weaknesses { get; init; } = [];

    /// <summary>"moderate", where it is rated.</summary>
    public string? Severity { get; init; }

    public IReadOnlyList<CvssScore> Scores { get; init; } = [];
    public string? Published { get; init; }
    public string? Withdrawn { get; init; }
    public required string Url { get; init; }
    public string? Licence { get; init; }

    /// <summary>The day of a time, unless it is the year 1 that stands for none.</summary>
    public static string? Day(string? time) => Prose.IsoDate(time) is { } day && !day.StartsWith("0001", StringComparison.Ordinal) ? day : null;

    public SourceItem ToItem(SourceReference reference)
    {
        string? title = Summary is { Length: < 300 } ? Summary : null;
        var document = new Document
        {
            Id = Id,
            Source = reference.Name,
            Title = title is null ? Id : $"{Id} {MarkdownBuilder.OneLine(title)}",
            Text = AdvisoryStory.Tell(this),
            Url = Url,
            Date = Published,
            Licence = Licence ?? reference.Licence,
            Tlp = reference.Tlp,
        };
        SourceItem item = Withdrawn is not null ? SourceItem.Drop(document, Reasons.Withdrawn, Withdrawn)
            : Summary is null && Details is null ? SourceItem.Drop(document, Reasons.Empty)
            : SourceItem.Keep(document);
        return item with { Related = string.Join(' ', [.. Aliases, .. Related]) };
    }
}

/// <summary>A package and its affected versions in words; null for all of them.</summary>
internal sealed record AffectedPackage(string Ecosystem, string Name, string? Versions);

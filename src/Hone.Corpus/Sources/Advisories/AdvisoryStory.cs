namespace Hone.Corpus.Sources.Advisories;

/// <summary>Tells an advisory: what it says itself, then its other names, the affected packages, the weakness and the severity in sentences.</summary>
internal static class AdvisoryStory
{
    private const int MostNames = 10;
    private const int MostGroups = 12;

    public static string Tell(Advisory advisory)
    {
        string? summary = advisory.Summary is { } s ? MarkdownBuilder.OneLine(s) : null;
        bool titled = summary is { Length: < 300 };
        string title = titled ? $"{advisory.Id} {summary}" : advisory.Id;
        var text = new MarkdownBuilder().Heading(1, title);
        if (!titled)
            text.Paragraph(summary);
        string? details = advisory.Details?.ReplaceLineEndings("\n").Trim();
        if (details is not null && MarkdownBuilder.OneLine(details) != summary)
            text.Paragraph(details);

        string[] affected = Affected(advisory);
        if (affected.Length > 2)
        {
            text.Paragraph($"{advisory.Id} affects:");
            foreach (string group in affected.Take(MostGroups))
                text.Item(group);
            if (affected.Length > MostGroups)
                text.Item($"and {affected.Length - MostGroups} more");
        }
        foreach (string code in advisory.Code)
            text.Item(code);
        text.Paragraph(string.Join(' ', Sentences(advisory, affected)));
        return text.ToString() is { Length: > 0 } told ? told : $"# {title}";
    }

    private static IEnumerable<string> Sentences(Advisory advisory, string[] affected)
    {
        if (affected.Length is 1 or 2)
            yield return MarkdownBuilder.Sentence($"{advisory.Id} affects {Prose.List(affected)}");
        if (advisory.Aliases.Count > 0)
            yield return $"{advisory.Id} is also known as {Some(advisory.Aliases)}.";
        if (advisory.Related.Count > 0)
            yield return $"Related: {Some(advisory.Related)}.";
        if (advisory.Weaknesses.Count > 0)
            yield return $"The weakness is {Prose.List(advisory.Weaknesses)}.";
        if (advisory.Severity is { } severity && !advisory.Scores.Any(score => score.Base is not null))
            yield return $"Its severity is {severity.ToLowerInvariant()}.";
        foreach (Vulnerabilities.CvssScore score in advisory.Scores)
            yield return score.Sentence();
    }

    /// <summary>Packages of one ecosystem with the same versions in one breath.</summary>
    private static string[] Affected(Advisory advisory) => [.. advisory.Affected
        .GroupBy(package => (package.Ecosystem, package.Name))
        .Select(same => (same.Key.Ecosystem, same.Key.Name, Versions: same.Any(p => p.Versions is null) ? null : string.Join(", ", same.Select(p => p.Versions).Distinct())))
        .GroupBy(package => (package.Ecosystem, package.Versions))
        .Select(group =>
        {
            string[] names = [.. group.Select(package => package.Name)];
            string kind = group.Key.Ecosystem.Length > 0 ? $"{group.Key.Ecosystem} " : "";
            return $"{(group.Key.Versions is null ? "all versions of " : "")}the {kind}{(names.Length > 1 ? "packages" : "package")} {Some(names)}{(group.Key.Versions is { } versions ? $" {versions}" : "")}";
        })];

    private static string Some(IReadOnlyList<string> names) => names.Count > MostNames
        ? $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more"
        : Prose.List(names);
}

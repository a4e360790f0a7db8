using Hone.Core.Settings;

namespace Hone.Corpus.Quality;

/// <summary>Which documents are worth their tokens, judged each by itself.</summary>
public sealed record QualitySpec
{
    [Setting("Languages that stay, by their ISO 639-1 codes, and \"code\" for code, logs and tables; an empty list keeps all.")]
    public IReadOnlyList<string> Languages { get; init; } = ["en", "code"];

    [Setting("A document of several languages stays when at least this share of it is in languages that stay.", Min = 0, Max = 1)]
    public double LanguageShare { get; init; } = 0.5;

    [Setting("Kinds of source whose documents must be about security to stay: web pages; add jsonl for text from a crawl. All others are taken to be about it.")]
    public IReadOnlyList<string> RelevanceFor { get; init; } = ["html"];

    [Setting("Documents of those kinds with a lower probability of being about security are dropped.", Min = 0, Max = 1)]
    public double MinRelevance { get; init; } = 0.3;

    [Setting("Drop what the quality rules find: lost characters, encoded files, lists of links, repeated lines, monitoring noise, stuffed pages, empty tickets.")]
    public bool Heuristics { get; init; } = true;

    [Setting("Quality rules that are not applied, by name.")]
    public IReadOnlyList<string> WithoutRules { get; init; } = [];

    [Setting("Documents with a lower signal density are dropped: how much of the text says something that the rest does not.", Min = 0, Max = 1)]
    public double MinSignal { get; init; } = 0.02;

    /// <summary>Everything that is wrong with the spec, one sentence each.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        foreach (var (name, value) in ((string, double)[])[("language_share", LanguageShare), ("min_relevance", MinRelevance), ("min_signal", MinSignal)])
            if (value is not (>= 0 and <= 1))
                problems.Add($"{name}: {value} is not between 0 and 1");
        problems.AddRange(WithoutRules.Where(name => !QualityRules.All.Any(rule => rule.Name == name))
            .Select(name => $"without_rules: '{name}' is none of {string.Join(", ", QualityRules.All.Select(rule => rule.Name))}"));
        return problems;
    }
}

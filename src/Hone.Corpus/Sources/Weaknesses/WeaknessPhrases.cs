namespace Hone.Corpus.Sources.Weaknesses;

/// <summary>The phrases that all three exports share.</summary>
internal static class WeaknessPhrases
{
    /// <summary>"Confidentiality, Integrity: Read Memory; Modify Memory (likelihood High). If ..."</summary>
    public static string Consequence(IEnumerable<string> scopes, IEnumerable<string> impacts, string? likelihood, string? note)
    {
        string scope = string.Join(", ", scopes.Distinct()), impact = string.Join("; ", impacts.Distinct());
        string head = (scope, impact) switch
        {
            ("", _) => impact,
            (_, "") => scope,
            _ => $"{scope}: {impact}",
        };
        return Join(likelihood is null ? head : $"{head} (likelihood {likelihood})", note);
    }

    /// <summary>"Implementation, Input Validation (effectiveness High): Assume all input is malicious."</summary>
    public static string Measure(IEnumerable<string> phases, string? strategy, string? effectiveness, string? description)
    {
        string head = string.Join(", ", phases.Append(strategy).Where(part => !string.IsNullOrWhiteSpace(part)).Distinct());
        if (effectiveness is not (null or "None"))
            head += head.Length > 0 ? $" (effectiveness {effectiveness})" : $"Effectiveness {effectiveness}";
        return head.Length == 0 ? description ?? "" : string.IsNullOrWhiteSpace(description) ? head + "." : $"{head}: {description}";
    }

    public static string Join(string head, string? rest) => string.IsNullOrWhiteSpace(rest)
        ? MarkdownBuilder.Sentence(head)
        : head.Length == 0 ? rest : $"{MarkdownBuilder.Sentence(head)} {rest}";
}

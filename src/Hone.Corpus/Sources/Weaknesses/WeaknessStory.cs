namespace Hone.Corpus.Sources.Weaknesses;

/// <summary>Tells a weakness in Markdown; relations name the other weakness.</summary>
internal static class WeaknessStory
{
    public static string Tell(Weakness w, IReadOnlyDictionary<string, string> names)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, w.Label);
        text.Paragraph(Introduction(w));
        text.Paragraph(w.Description);
        text.Paragraph(w.Extended);
        foreach (string background in w.Background)
            text.Paragraph(background);

        List(text, "Relations", w.Related.Distinct().Select(related => Relation(w, related.Nature, related.Number, names)));
        List(text, "Consequences", w.Consequences);
        List(text, "Mitigations", w.Mitigations);
        List(text, "Detection", w.Detections);
        for (int i = 0; i < w.Examples.Count; i++)
            Tell(text.Heading(2, w.Examples.Count > 1 ? $"Example {i + 1}" : "Example"), w.Examples[i]);
        List(text, "Observed examples", w.Observed);
        List(text, "Notes", w.Notes);
        text.Heading(2, "Attack patterns");
        text.Paragraph(w.AttackPatterns.Count > 0 ? $"CWE-{w.Number} is exploited by {string.Join(", ", w.AttackPatterns.Distinct())}." : null);
        return text.ToString();
    }

    private static string Introduction(Weakness w)
    {
        var sentences = new List<string> { $"{w.Label} is a weakness{(w.Abstraction is null ? "" : $" of the level {w.Abstraction}")} in MITRE CWE." };
        if (w.AlternateTerms.Count > 0)
            sentences.Add($"Also called {string.Join(", ", w.AlternateTerms)}.");
        if (w.Platforms.Count > 0)
            sentences.Add($"Applies to {string.Join(", ", w.Platforms.Distinct())}.");
        if (w.Introduced.Count > 0)
            sentences.Add($"Introduced during {string.Join(", ", w.Introduced.Distinct())}.");
        if (w.Likelihood is not null)
            sentences.Add($"Likelihood of exploit: {w.Likelihood}.");
        return string.Join(' ', sentences);
    }

    private static string Relation(Weakness w, string nature, string number, IReadOnlyDictionary<string, string> names)
    {
        string other = names.TryGetValue(number, out string? name) ? $"CWE-{number} {name}" : $"CWE-{number}";
        string verb = nature switch
        {
            "ChildOf" => "is a child of",
            "ParentOf" => "is the parent of",
            "PeerOf" => "is a peer of",
            "CanPrecede" => "can precede",
            "CanFollow" => "can follow",
            "CanAlsoBe" => "can also be",
            "Requires" => "requires",
            "RequiredBy" => "is required by",
            "StartsWith" => "starts with",
            _ => nature,
        };
        return $"{w.Label} {verb} {other}.";
    }

    private static void Tell(MarkdownBuilder text, Demonstration example)
    {
        foreach (DemonstrationPart part in example.Parts)
        {
            if (!part.IsCode)
            {
                text.Paragraph(part.Text);
                continue;
            }
            text.Paragraph(part.Nature switch { "Bad" => "Vulnerable code:", "Good" => "Fixed code:", "Attack" => "Attack:", "Result" => "Result:", _ => null });
            text.Code(part.Language?.ToLowerInvariant() is "other" ? null : part.Language?.ToLowerInvariant(), part.Text);
        }
    }

    private static void List(MarkdownBuilder text, string heading, IEnumerable<string> items)
    {
        text.Heading(2, heading);
        foreach (string item in items)
            text.Item(item);
    }
}

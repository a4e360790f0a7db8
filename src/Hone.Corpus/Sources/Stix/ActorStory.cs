namespace Hone.Corpus.Sources.Stix;

/// <summary>Those who act: groups, campaigns, malware and tools, with every procedure in a sentence.</summary>
internal static class ActorStory
{
    public static string Tell(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, o.Label);
        text.Paragraph(Introduction(o));
        text.Paragraph(o.Description);

        foreach (StixRelation relation in bundle.From(o, "attributed-to"))
            text.Paragraph(relation.Tell(o.Name, relation.Target.NameWithId));
        foreach (StixRelation relation in bundle.To(o, "attributed-to"))
            text.Paragraph($"The campaign {relation.Source.NameWithId} is attributed to {o.Name}.");

        // Campaigns have long names; their descriptions repeat them anyway.
        string subject = o.Type == "campaign" ? o.ExternalId ?? o.Name : o.Name;
        StixRelation[] uses = [.. bundle.From(o, "uses")];
        text.Heading(2, "Techniques used");
        foreach (StixRelation use in uses.Where(use => use.Target.Type == "attack-pattern"))
            text.Item(use.Tell(subject, use.Target.Label));
        text.Heading(2, "Software used");
        foreach (StixRelation use in uses.Where(use => use.Target.Type is "malware" or "tool"))
            text.Item(use.Tell(subject, use.Target.NameWithId));
        text.Heading(2, "Used by");
        string[] users = [.. bundle.To(o, "uses").Select(use => use.Source.NameWithId).Distinct()];
        text.Paragraph(users.Length > 0 ? $"{o.NameWithId} is used by {string.Join(", ", users)}." : null);
        return text.ToString();
    }

    private static string Introduction(StixObject o)
    {
        string kind = o.Type switch
        {
            "intrusion-set" => "a threat group",
            "campaign" => "a campaign",
            "tool" => "a tool",
            _ => "malware",
        };
        var sentences = new List<string> { $"{o.NameWithId} is {kind} in {StixStories.Catalogue(o)}." };
        string[] aliases = [.. o.Json.Texts("aliases").Concat(o.Json.Texts("x_mitre_aliases")).Where(alias => alias != o.Name).Distinct()];
        if (aliases.Length > 0)
            sentences.Add($"Also known as {string.Join(", ", aliases)}.");
        if (o.Json.Texts("x_mitre_platforms") is { Count: > 0 } platforms)
            sentences.Add($"Platforms: {string.Join(", ", platforms)}.");
        if (StixText.Month(o.Json.Text("first_seen")) is { } first && StixText.Month(o.Json.Text("last_seen")) is { } last)
            sentences.Add(first == last ? $"Seen in {first}." : $"Seen from {first} to {last}.");
        return string.Join(' ', sentences);
    }
}

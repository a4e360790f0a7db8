using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Detections;

/// <summary>
/// Splunk's security content: detections and baselines with their searches, and the stories that tie them together. Macros,
/// lookups, playbooks and descriptions of data, which lie beside them, are configuration and become no documents.
/// </summary>
internal sealed class SplunkSource : IDocumentSource
{
    public string Kind => "splunk";

    public string Description => "Splunk security content: detections, baselines and stories (.yml), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        AttackNames names = AttackNames.Of(reference);
        return FileParts.Files(reference, [".yml", ".yaml"], (path, relative) =>
            YamlText.Read(reference, path, relative, document => ReadContent(reference, path, relative, document.Root, names)));
    }

    private static SourceItem[] ReadContent(SourceReference reference, string path, string relative, YamlNode content, AttackNames names)
    {
        if (content.Text("name") is not { } name)
            throw new UserError($"{path}:{content.Line}: not Splunk content: it has no name");
        bool story = content.Text("narrative") is not null;
        if (!story && content.Text("search") is null)
            return [];
        var document = new Document
        {
            Id = content.Text("id") ?? relative,
            Source = reference.Name,
            Title = name,
            Text = story ? TellStory(content, name) : TellSearch(content, name, names),
            Date = Prose.IsoDate(content.Text("date")),
            Licence = reference.Licence ?? "Apache-2.0",
            Tlp = reference.Tlp,
        };
        // Older content says so by its folder alone.
        bool dead = content.Text("status") is "deprecated" or "removed" || content.Flag("deprecated") || relative.Split('/').Contains("deprecated");
        return [dead
            ? SourceItem.Drop(document, Reasons.Deprecated)
            : SourceItem.Keep(document) with { Related = string.Join(' ', content.Child("tags")?.Texts("cve") ?? []) }];
    }

    private static string TellStory(YamlNode content, string name)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, name);
        text.Paragraph(Prose.Tidy(content.Text("description")));
        text.Paragraph(Prose.Tidy(content.Text("narrative")));
        return text.ToString();
    }

    private static string TellSearch(YamlNode content, string name, AttackNames names)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, name);
        text.Paragraph(Prose.Tidy(content.Text("description")));
        text.Paragraph(Introduction(content, names));
        text.Heading(2, "Search");
        text.Code("spl", Layout(content.Text("search") ?? ""));
        text.Heading(2, "Implementation");
        text.Paragraph(Prose.Tidy(content.Text("how_to_implement")));
        text.Heading(2, "False positives");
        text.Paragraph(content.Text("known_false_positives") is { } known && known.ToLowerInvariant().TrimEnd('.') is not ("none" or "unknown" or "none identified" or "none at this time") ? Prose.Tidy(known) : null);
        return text.ToString();
    }

    private static string Introduction(YamlNode content, AttackNames names)
    {
        YamlNode? tags = content.Child("tags");
        var sentences = new List<string>
        {
            content.Text("type") switch
            {
                "TTP" => "This Splunk detection finds a technique of attackers.",
                "Anomaly" => "This Splunk detection finds an anomaly.",
                "Hunting" => "This Splunk search is meant for hunting.",
                "Correlation" => "This Splunk detection correlates other alerts.",
                "Baseline" => "This Splunk search learns a baseline that detections compare with.",
                { } other => $"This Splunk search is of the type {other}.",
                null => "This is a Splunk search.",
            },
        };
        if (content.Texts("data_source") is { Count: > 0 } data)
            sentences.Add($"It reads {Prose.List(data)}.");
        if (names.Tell("What it finds corresponds to", [], tags?.Texts("mitre_attack_id") ?? []) is { } attack)
            sentences.Add(attack);
        if (tags?.Texts("cve") is { Count: > 0 } cves)
            sentences.Add($"It concerns {Prose.List(cves)}.");
        if (tags?.Texts("analytic_story") is { Count: > 0 } stories)
            sentences.Add($"It belongs to the analytic {(stories.Count == 1 ? "story" : "stories")} {Prose.List(stories)}.");
        if (tags?.Text("security_domain") is { } domain)
            sentences.Add($"Security domain: {domain}.");
        if (content.Text("status") is "experimental")
            sentences.Add("It is experimental.");
        return string.Join(' ', sentences);
    }

    /// <summary>A search that YAML has folded to one line begins every step of its pipe on a line of its own.</summary>
    private static string Layout(string search)
    {
        if (search.Contains('\n'))
            return search;
        var lines = new System.Text.StringBuilder();
        char quote = '\0';
        int nested = 0;
        for (int i = 0; i < search.Length; i++)
        {
            char c = search[i];
            if (quote != '\0' && c == '\\' && i + 1 < search.Length)
            {
                lines.Append(c).Append(search[++i]);
                continue;
            }
            if (c == '"')
                quote = quote == c ? '\0' : c;
            nested += quote != '\0' ? 0 : c is '[' or '(' ? 1 : c is ']' or ')' ? -1 : 0;
            if (c == '|' && quote == '\0' && nested <= 0 && lines.Length > 0)
            {
                while (lines.Length > 0 && lines[^1] == ' ')
                    lines.Length--;
                lines.Append('\n');
            }
            lines.Append(c);
        }
        return lines.ToString();
    }
}

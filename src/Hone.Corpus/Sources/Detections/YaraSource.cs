using System.Globalization;
using System.Text.RegularExpressions;
using Hone.Core.Documents;
using Hone.Core.Security;

namespace Hone.Corpus.Sources.Detections;

/// <summary>YARA rules, many a file: what a rule's meta section says in sentences, then the rule.</summary>
internal sealed partial class YaraSource : IDocumentSource
{
    private const int MaxBytes = 64 << 20;

    public string Kind => "yara";

    public string Description => "YARA rules (.yar, .yara), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference) =>
        FileParts.Files(reference, [".yar", ".yara", ".rule"], (path, relative) => ReadFile(reference, path, relative));

    private static IEnumerable<SourceItem> ReadFile(SourceReference reference, string path, string relative)
    {
        string text = EncodedText.Decode(InputFile.ReadAll(path, MaxBytes)).Replace("\r\n", "\n", StringComparison.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (YaraRule rule in new YaraParser(text).Rules())
            yield return rule.Problem is { } problem
                ? SourceItem.Broken(reference, $"{relative}:{rule.Line}", $"{path}:{rule.Line}: {problem}")
                : ReadRule(reference, names.Add(rule.Name) ? $"{relative}#{rule.Name}" : string.Create(CultureInfo.InvariantCulture, $"{relative}#{rule.Name}:{rule.Line}"), rule);
    }

    private static SourceItem ReadRule(SourceReference reference, string id, YaraRule rule) => SourceItem.Keep(new Document
    {
        Id = id,
        Source = reference.Name,
        Title = rule.Name,
        Text = Tell(rule),
        Date = Prose.IsoDate(rule.Text("modified", "last_modified")) ?? Prose.IsoDate(rule.Text("date")),
        Licence = rule.Text("license", "licence") is { } licence && Address().Replace(licence, "").Trim() is { Length: > 0 } words ? MarkdownBuilder.OneLine(words) : reference.Licence,
        Tlp = rule.Text("tlp", "sharing") is { } label && TrafficLights.Parse(label) is { } light ? light.Label() : reference.Tlp,
    });

    private static string Tell(YaraRule rule)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, $"YARA rule {rule.Name}");
        text.Paragraph(Prose.Reflow(rule.Text("description", "desc", "info", "comment") is { } description ? MarkdownBuilder.Sentence(description.Trim()) : null));
        var sentences = new List<string>();
        Add("malware_family", "It belongs to the malware family {0}.", "family", "malware");
        Add("actor", "The actor behind it is {0}.", "threat_actor", "group");
        Add("category", "Its category is {0}.");
        Add("score", "A match scores {0} of 100.");
        if (rule.Tags.Count > 0)
            sentences.Add($"Its tags are {Prose.List(rule.Tags)}.");
        if (rule.IsPrivate)
            sentences.Add("It is a private rule, which only other rules use.");
        text.Paragraph(string.Join(' ', sentences));
        text.Code("yara", rule.Code);
        return text.ToString();

        void Add(string key, string sentence, params ReadOnlySpan<string> others)
        {
            if ((rule.Text(key) ?? rule.Text(others)) is { } value)
                sentences.Add(sentence.Replace("{0}", MarkdownBuilder.OneLine(value).TrimEnd('.'), StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();
}

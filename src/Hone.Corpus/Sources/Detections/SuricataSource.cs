using System.Globalization;
using System.Text;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Detections;

/// <summary>Suricata and Snort rules: what a rule says of itself in sentences, then the rule. One behind a comment mark is switched off.</summary>
internal sealed class SuricataSource : IDocumentSource
{
    private const int MaxBytes = 256 << 20;

    public string Kind => "suricata";

    public string Description => "Suricata or Snort rules (.rules), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        AttackNames names = AttackNames.Of(reference);
        return FileParts.Files(reference, [".rules"], (path, relative) => ReadFile(reference, path, relative, names));
    }

    private static IEnumerable<SourceItem> ReadFile(SourceReference reference, string path, string relative, AttackNames names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string text, int line) in Rules(EncodedText.Decode(InputFile.ReadAll(path, MaxBytes))))
        {
            bool off = text[0] == '#';
            string own = off ? text.TrimStart('#', ' ', '\t') : text;
            if (off && !SuricataRule.Begins(own))
                continue;
            SuricataRule? rule = SuricataRule.Parse(own, out string? problem);
            if (rule is not null)
                yield return ReadRule(reference, Unique(relative, rule, line, seen), own, rule, off, names);
            else if (!off)
                yield return SourceItem.Broken(reference, $"{relative}:{line}", $"{path}:{line}: {problem}");
        }
    }

    private static string Unique(string relative, SuricataRule rule, int line, HashSet<string> seen)
    {
        string id = rule.Text("sid") is { } sid ? $"{relative}#{sid}" : string.Create(CultureInfo.InvariantCulture, $"{relative}:{line}");
        return seen.Add(id) ? id : string.Create(CultureInfo.InvariantCulture, $"{id}:{line}");
    }

    /// <summary>Lines with those that a backslash continues, across blank lines and comments.</summary>
    private static IEnumerable<(string Text, int Line)> Rules(string text)
    {
        var rule = new StringBuilder();
        int line = 0, first = 0;
        foreach (string raw in text.Split('\n'))
        {
            line++;
            string part = raw.Trim();
            if (rule.Length == 0)
                first = line;
            else if (part is "" or ['#', ..])
                continue;
            bool goesOn = part.EndsWith('\\') && !part.StartsWith('#');
            rule.Append(goesOn ? part[..^1].TrimEnd() + " " : part);
            if (goesOn)
                continue;
            if (rule.Length > 0 && !string.IsNullOrWhiteSpace(rule.ToString()))
                yield return (rule.ToString().Trim(), first);
            rule.Clear();
        }
        if (!string.IsNullOrWhiteSpace(rule.ToString()))
            yield return (rule.ToString().Trim(), first);
    }

    private static SourceItem ReadRule(SourceReference reference, string id, string text, SuricataRule rule, bool off, AttackNames names)
    {
        Dictionary<string, string> metadata = rule.Metadata().DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var document = new Document
        {
            Id = id,
            Source = reference.Name,
            Title = rule.Text("msg"),
            Text = SuricataStory.Tell(text, rule, metadata, names),
            Date = Prose.IsoDate((metadata.GetValueOrDefault("updated_at") ?? metadata.GetValueOrDefault("created_at"))?.Replace('_', '-')),
            Licence = reference.Licence,
            Tlp = reference.Tlp,
        };
        return off
            ? SourceItem.Drop(document, Reasons.Deprecated, "switched off in its file")
            : SourceItem.Keep(document) with { Related = string.Join(' ', SuricataStory.Cves(rule)) };
    }
}

using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Detections;

/// <summary>Nuclei templates: the weakness a scan looks for in sentences, its requests and matchers as they are written.</summary>
internal sealed class NucleiSource : IDocumentSource
{
    /// <summary>Protocols and what belongs to their requests, in the order in which the template language describes them.</summary>
    private static readonly string[] _sections =
        ["variables", "flow", "http", "requests", "network", "tcp", "dns", "file", "ssl", "websocket", "whois", "headless", "javascript", "code", "workflows"];

    public string Kind => "nuclei";

    public string Description => "Nuclei templates (.yaml), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference) => FileParts.Files(reference, [".yaml", ".yml"], (path, relative) =>
        YamlText.Read(reference, path, relative, document => [ReadTemplate(reference, path, relative, document)]));

    private static SourceItem ReadTemplate(SourceReference reference, string path, string relative, YamlDocument template)
    {
        YamlNode root = template.Root;
        if (root.Child("info") is not { Kind: YamlKind.Map } info || info.Text("name") is not { } name)
            throw new UserError($"{path}:{root.Line}: not a nuclei template: it has no info with a name");
        // Template ids are unique by custom only, and several templates may stand in one file.
        string id = root.Line <= 2 || root.Text("id") is not { } own ? relative : $"{relative}#{own}";
        return SourceItem.Keep(new Document
        {
            Id = id,
            Source = reference.Name,
            Title = MarkdownBuilder.OneLine(name),
            Text = Tell(template, info, MarkdownBuilder.OneLine(name)),
            Licence = reference.Licence ?? "MIT",
            Tlp = reference.Tlp,
        }) with
        { Related = string.Join(' ', info.Child("classification")?.Texts("cve-id") ?? []) };
    }

    private static string Tell(YamlDocument template, YamlNode info, string name)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, name);
        text.Paragraph(Prose.Tidy(info.Text("description")));
        text.Paragraph(Introduction(template.Root, info));
        text.Heading(2, "Impact");
        text.Paragraph(Prose.Tidy(info.Text("impact")));
        text.Heading(2, "Remediation");
        text.Paragraph(Prose.Tidy(info.Text("remediation")));
        text.Heading(2, "Check");
        text.Code("yaml", string.Join("\n\n", _sections.Select(template.Section).OfType<string>()));
        return text.ToString();
    }

    private static string Introduction(YamlNode root, YamlNode info)
    {
        YamlNode? classes = info.Child("classification");
        string[] cves = Upper(classes, "cve-id"), cwes = Upper(classes, "cwe-id");
        string[] protocols = [.. root.Map.Select(entry => Protocol(entry.Key)).OfType<string>().Distinct()];
        var sentences = new List<string> { $"This nuclei template{(protocols.Length > 0 ? $" checks over {Prose.List(protocols)}" : " runs other templates")}{(cves.Length > 0 ? $" for {Prose.List(cves)}" : "")}." };
        if (info.Text("severity") is { } severity and not "unknown")
            sentences.Add($"A hit has the severity {severity}.");
        if (cwes.Length > 0)
            sentences.Add($"The weakness is {Prose.List(cwes)}.");
        if (classes?.Text("cvss-metrics") is { } vector)
            sentences.Add($"Its CVSS vector is {vector}{(classes.Text("cvss-score") is { } score ? $" (score {score})" : "")}.");
        string[] tags = [.. (info.Child("tags") is { Kind: YamlKind.List } ? info.Texts("tags") : (info.Text("tags") ?? "").Split(',')).Select(tag => tag.Trim()).Where(Telling)];
        if (tags.Length > 0)
            sentences.Add($"Subjects: {string.Join(", ", tags)}.");
        return string.Join(' ', sentences);
    }

    private static string[] Upper(YamlNode? classes, string name) =>
        [.. (classes?.Texts(name) ?? []).SelectMany(ids => ids.Split(',')).Select(id => id.Trim().ToUpperInvariant()).Where(id => id.Length > 0).Distinct()];

    /// <summary>Tags that repeat a CVE's number or year say nothing.</summary>
    private static bool Telling(string tag) => tag.Length > 0 && !tag.StartsWith("cve", StringComparison.OrdinalIgnoreCase);

    private static string? Protocol(string key) => key switch
    {
        "http" or "requests" => "HTTP",
        "network" or "tcp" => "TCP",
        "dns" => "DNS",
        "file" => "files",
        "ssl" => "TLS",
        "websocket" => "WebSocket",
        "whois" => "WHOIS",
        "headless" => "a browser",
        "javascript" => "a script",
        "code" => "local code",
        _ => null,
    };
}

using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Security;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Detections;

/// <summary>Sigma rules and correlations (sigmahq.io, specification 2). A global part before others in a file is added to each of them.</summary>
internal sealed class SigmaSource : IDocumentSource
{
    public string Kind => "sigma";

    public string Description => "Sigma detection rules (.yml, .yaml), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        AttackNames names = AttackNames.Of(reference);
        return FileParts.Files(reference, [".yml", ".yaml"], (path, relative) => ReadFile(reference, path, relative, names));
    }

    private static IEnumerable<SourceItem> ReadFile(SourceReference reference, string path, string relative, AttackNames names)
    {
        YamlDocument? global = null;
        int number = 0;
        return YamlText.Read(reference, path, relative, document =>
        {
            if (document.Root.Text("action") is "global" or "reset")
                global = document.Root.Text("action") == "global" ? document : null;
            else if (document.Root.Text("action") != "repeat")
                return [ReadRule(reference, $"{path}:{document.Root.Line}", relative, new SigmaRule(document, global, ++number), names)];
            return [];
        });
    }

    private static SourceItem ReadRule(SourceReference reference, string place, string relative, SigmaRule rule, AttackNames names)
    {
        if (rule.Title is not { } title)
            throw new UserError($"{place}: not a Sigma rule: it has no title");
        if (rule.Code is not { } code)
            throw new UserError($"{place}: not a Sigma rule: it has neither detection nor correlation");
        var document = new Document
        {
            Id = rule.Id ?? (rule.Number == 1 ? relative : $"{relative}#{rule.Number}"),
            Source = reference.Name,
            Title = title,
            Text = SigmaStory.Tell(rule, title, code, names),
            Date = Prose.IsoDate(rule.Text("modified")) ?? Prose.IsoDate(rule.Text("date")),
            Licence = rule.Text("license") ?? reference.Licence ?? "Detection Rule License 1.1",
            Tlp = rule.Tags("tlp").Select(TrafficLights.Parse).FirstOrDefault(light => light is not null)?.Label() ?? reference.Tlp,
        };
        return rule.Text("status") is "deprecated" or "unsupported"
            ? SourceItem.Drop(document, Reasons.Deprecated, $"status: {rule.Text("status")}")
            : SourceItem.Keep(document) with { Related = string.Join(' ', rule.Tags("cve").Select(cve => $"CVE-{cve.Replace('.', '-')}")) };
    }
}

using System.Text.Json;
using Hone.Core.Documents;
using Hone.Core.Security;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// OASIS CSAF 2.0 and 2.1 (docs.oasis-open.org/csaf): security advisories, VEX and the rest of its profiles. The TLP label is
/// carried; one that cannot be read counts as the strictest. The feeds and lists that providers put beside them are no documents.
/// </summary>
internal sealed class CsafSource : IDocumentSource
{
    private static readonly string[] _indexes = ["feed", "service", "categories", "aggregator", "canonical_url"];

    public string Kind => "csaf";

    public string Description => "CSAF 2.0 and 2.1 advisories and VEX (.json), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference) => JsonRecords.Parts(reference, new JsonRecordKind(
        "a CSAF document with title and tracking id", [], (record, _) => Array.Exists(_indexes, name => record.Child(name) is not null) ? []
            : Read(record, reference) is { } item ? [item] : null));

    private static SourceItem? Read(JsonElement csaf, SourceReference reference)
    {
        JsonElement head = csaf.Child("document") ?? default, tracking = head.Child("tracking") ?? default;
        if (head.Text("title") is not { } title || tracking.Text("id") is not { } id)
            return null;
        title = MarkdownBuilder.OneLine(title);
        var document = new Document
        {
            Id = id,
            Source = reference.Name,
            Title = title.Contains(id, StringComparison.Ordinal) ? title : $"{id} {title}",
            Text = CsafStory.Tell(csaf, id, title),
            Url = Address(head),
            Date = Advisory.Day(tracking.Text("initial_release_date") ?? tracking.Text("current_release_date")),
            Licence = head.Text("license_expression") ?? reference.Licence,
            Tlp = Label(head) ?? reference.Tlp,
        };
        SourceItem item = head.Text("category") switch
        {
            "csaf_withdrawn" => SourceItem.Drop(document, Reasons.Withdrawn),
            "csaf_superseded" => SourceItem.Drop(document, Reasons.Deprecated, "superseded"),
            _ => SourceItem.Keep(document),
        };
        return item with { Related = string.Join(' ', csaf.Items("vulnerabilities").Select(v => v.Text("cve")).OfType<string>().Distinct()) };
    }

    private static string? Label(JsonElement head) => head.Child("distribution")?.Child("tlp")?.Text("label") is { } label
        ? (TrafficLights.Parse(label) ?? TrafficLight.Red).Label()
        : null;

    /// <summary>The document's own page, rather than its JSON.</summary>
    private static string? Address(JsonElement head) => head.Items("references")
        .Where(reference => reference.Text("category") == "self")
        .Select(reference => reference.Text("url")).OfType<string>()
        .OrderBy(url => url.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).FirstOrDefault();
}

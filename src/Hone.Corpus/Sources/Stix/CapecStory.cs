using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Stix;

/// <summary>An attack pattern of CAPEC.</summary>
internal static partial class CapecStory
{
    public static string Tell(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, $"{o.ExternalId} {o.Name}");
        text.Paragraph(Introduction(o));
        text.Paragraph(Html(o.Json.Text("description")));
        text.Paragraph(Html(o.Json.Text("x_capec_extended_description")));
        List(text, "Prerequisites", o.Json.Texts("x_capec_prerequisites"));
        List(text, "Skills required", o.Json.Members("x_capec_skills_required").Select(skill => $"{skill.Name}: {skill.Value}"));
        List(text, "Resources required", o.Json.Texts("x_capec_resources_required"));
        text.Heading(2, "Execution flow");
        text.Paragraph(Html(ExecutionFlowHeading().Replace(o.Json.Text("x_capec_execution_flow") ?? "", "")));
        List(text, "Consequences", Consequences(o));
        List(text, "Mitigations", bundle.To(o, "mitigates").Select(r => r.Source.Json.Text("description")).OfType<string>());
        text.Heading(2, "Examples");
        foreach (string example in o.Json.Texts("x_capec_example_instances"))
            text.Paragraph(Html(example));
        List(text, "Related", Related(o, bundle));
        return text.ToString();
    }

    private static string Introduction(StixObject o)
    {
        var sentences = new List<string> { $"{o.Label} is an attack pattern{(o.Json.Text("x_capec_abstraction") is { } level ? $" of the level {level}" : "")} in MITRE CAPEC." };
        if (o.Json.Texts("x_capec_alternate_terms") is { Count: > 0 } terms)
            sentences.Add($"Also known as {string.Join(", ", terms)}.");
        if (o.Json.Text("x_capec_likelihood_of_attack") is { } likelihood)
            sentences.Add($"Likelihood of attack: {likelihood}.");
        if (o.Json.Text("x_capec_typical_severity") is { } severity)
            sentences.Add($"Typical severity: {severity}.");
        return string.Join(' ', sentences);
    }

    private static IEnumerable<string> Consequences(StixObject o) => o.Json.Members("x_capec_consequences")
        .Where(scope => scope.Value.ValueKind == JsonValueKind.Array)
        .Select(scope => $"{scope.Name.Replace('_', ' ')}: {string.Join("; ", scope.Value.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()))}");

    private static IEnumerable<string> Related(StixObject o, StixBundle bundle)
    {
        foreach ((string field, string relation) in new[] { ("x_capec_child_of_refs", "is a child of"), ("x_capec_parent_of_refs", "is the parent of"), ("x_capec_can_precede_refs", "can precede"), ("x_capec_can_follow_refs", "can follow"), ("x_capec_peer_of_refs", "is a peer of") })
        {
            string[] others = [.. o.Json.Texts(field).Select(bundle.Find).OfType<StixObject>().Select(other => other.Label).Order(StringComparer.Ordinal)];
            if (others.Length > 0)
                yield return $"{o.Label} {relation} {string.Join(", ", others)}.";
        }
        ILookup<string, string> references = o.Json.Items("external_references").Where(r => r.Text("external_id") is not null)
            .ToLookup(r => r.Text("source_name") ?? "", r => r.Text("external_id") ?? "");
        if (references["cwe"].Any())
            yield return $"{o.ExternalId} exploits the weaknesses {string.Join(", ", references["cwe"])}.";
        if (references["ATTACK"].Any())
            yield return $"{o.ExternalId} corresponds to ATT&CK {string.Join(", ", references["ATTACK"])}.";
    }

    private static void List(MarkdownBuilder text, string heading, IEnumerable<string> items)
    {
        text.Heading(2, heading);
        foreach (string item in items)
            text.Item(Html(item));
    }

    /// <summary>The flow brings a heading of its own.</summary>
    [GeneratedRegex(@"^\s*<h2>[^<]*</h2>")]
    private static partial Regex ExecutionFlowHeading();

    private static string? Html(string? html) => html is null ? null : HtmlFragment.ToMarkdown(html);
}

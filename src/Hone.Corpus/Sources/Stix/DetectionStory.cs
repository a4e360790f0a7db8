using System.Text.Json;

namespace Hone.Corpus.Sources.Stix;

/// <summary>A detection strategy with its analytics: what to look for on each platform, in which logs, and what to tune.</summary>
internal static class DetectionStory
{
    public static string Tell(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, o.Label);
        string[] techniques = [.. bundle.From(o, "detects").Select(r => $"{r.Target.ExternalId} {bundle.FullName(r.Target)}")];
        text.Paragraph(techniques.Length > 0
            ? $"Detection strategy {o.Label} in {StixStories.Catalogue(o)} detects {string.Join(", ", techniques)}."
            : $"{o.Label} is a detection strategy in {StixStories.Catalogue(o)}.");
        text.Paragraph(o.Description);
        foreach (StixObject analytic in o.Json.Texts("x_mitre_analytic_refs").Select(bundle.Find).OfType<StixObject>())
            Tell(text, 2, analytic, bundle);
        return text.ToString();
    }

    public static string TellAnalytic(StixObject o, StixBundle bundle)
    {
        var text = new MarkdownBuilder();
        Tell(text, 1, o, bundle);
        return text.ToString();
    }

    /// <summary>Whether some strategy's document tells this analytic.</summary>
    public static bool IsPartOfOne(StixObject analytic, StixBundle bundle) =>
        analytic.Verdict.Kept && bundle.StrategyAnalytics.Contains(analytic.Id);

    private static void Tell(MarkdownBuilder text, int level, StixObject analytic, StixBundle bundle)
    {
        string platforms = string.Join(", ", analytic.Json.Texts("x_mitre_platforms"));
        text.Heading(level, platforms.Length > 0 ? $"{analytic.Label} ({platforms})" : analytic.Label);
        text.Paragraph(analytic.Description);
        text.Heading(level + 1, "Log sources");
        foreach (JsonElement log in analytic.Json.Items("x_mitre_log_source_references"))
            text.Item(LogSource(log, bundle));
        text.Heading(level + 1, "To tune");
        foreach (JsonElement element in analytic.Json.Items("x_mitre_mutable_elements"))
            text.Item($"{element.Text("field")}: {StixText.Clean(element.Text("description"))}");
    }

    private static string LogSource(JsonElement log, StixBundle bundle)
    {
        string source = log.Text("channel") is { } channel and not "None" ? $"{log.Text("name")}: {channel}" : log.Text("name") ?? "";
        return bundle.Find(log.Text("x_mitre_data_component_ref")) is { } component ? $"{component.NameWithId}, {source}" : source;
    }
}

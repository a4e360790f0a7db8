using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>How each kind of ATLAS object is told.</summary>
internal static class AtlasStory
{
    public static string Tell(AtlasObject o, AtlasMatrix matrix)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, $"{o.Id} {matrix.FullName(o)}");
        text.Paragraph(Introduction(o, matrix));
        text.Paragraph(AtlasMatrix.Clean(o.Node.Text("description") ?? o.Node.Text("summary")));
        switch (o.Kind)
        {
            case "tactic":
                List(text, "Techniques", matrix.TechniquesOf(o).Select(t => t.Label));
                break;
            case "technique":
                Technique(text, o, matrix);
                break;
            case "mitigation":
                List(text, "Techniques mitigated", o.Node.Items("techniques").Select(use => matrix.Label(use.Text("id"))).Distinct());
                break;
            default:
                Study(text, o, matrix);
                break;
        }
        return text.ToString();
    }

    private static string Introduction(AtlasObject o, AtlasMatrix matrix)
    {
        var sentences = new List<string>();
        switch (o.Kind)
        {
            case "technique" when matrix.ParentOf(o) is { } parent:
                sentences.Add($"{o.Label} is a sub-technique of {parent.Label} in MITRE ATLAS.");
                break;
            case "case-study":
                string kind = o.Node.Text("case-study-type") == "exercise" ? "an exercise" : "an incident";
                sentences.Add($"{o.Label} is {kind} described in MITRE ATLAS.");
                break;
            default:
                sentences.Add($"{o.Label} is a {o.Kind} in MITRE ATLAS.");
                break;
        }
        AtlasObject? of = matrix.ParentOf(o) ?? o;
        string[] tactics = [.. of.Node.Texts("tactics").Select(matrix.Label)];
        if (tactics.Length > 0)
            sentences.Add($"It serves the {(tactics.Length == 1 ? "tactic" : "tactics")} {Prose.List(tactics)}.");
        if (o.Node.Child("ATT&CK-reference")?.Text("id") is { } attack)
            sentences.Add($"It corresponds to ATT&CK {attack}.");
        sentences.AddRange(o.Node.Text("maturity") switch
        {
            "realized" => ["It has been used in real attacks."],
            "demonstrated" => ["It has been demonstrated in exercises."],
            "feasible" => ["Research shows that it is feasible."],
            _ => [],
        });
        if (o.Node.Texts("ml-lifecycle") is { Count: > 0 } phases)
            sentences.Add($"It applies in these phases of a system's life: {Prose.List(phases)}.");
        if (o.Node.Text("actor") is { } actor && !actor.Equals("unknown", StringComparison.OrdinalIgnoreCase))
            sentences.Add($"Actor: {MarkdownBuilder.OneLine(actor)}.");
        if (o.Node.Text("target") is { } target)
            sentences.Add($"Target: {MarkdownBuilder.OneLine(target)}.");
        return string.Join(' ', sentences);
    }

    private static void Technique(MarkdownBuilder text, AtlasObject o, AtlasMatrix matrix)
    {
        List(text, "Sub-techniques", matrix.PartsOf(o).Select(t => t.Label));
        text.Heading(2, "Mitigations");
        foreach ((AtlasObject mitigation, YamlNode use) in matrix.MitigationsOf(o))
            text.Item(AtlasMatrix.Clean(use.Text("use")) is { } how ? $"Mitigation {mitigation.Label} mitigates {o.Label}: {how}" : $"Mitigation {mitigation.Label} mitigates {o.Label}.");
        List(text, "Case studies", matrix.StudiesOf(o).Select(study => study.Label));
    }

    private static void Study(MarkdownBuilder text, AtlasObject o, AtlasMatrix matrix)
    {
        text.Heading(2, "Procedure");
        foreach (YamlNode step in o.Node.Items("procedure"))
        {
            string what = AtlasMatrix.Clean(step.Text("description")) ?? "";
            text.Item(matrix.Find(step.Text("technique")) is { } technique
                ? $"{technique.Id} {matrix.FullName(technique)}{(matrix.Find(step.Text("tactic")) is { } tactic ? $", for {tactic.Name}" : "")}: {what}"
                : what);
        }
    }

    private static void List(MarkdownBuilder text, string heading, IEnumerable<string> items)
    {
        text.Heading(2, heading);
        foreach (string item in items)
            text.Item(item);
    }
}

using System.Text.Json;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>A control: what it demands, item by item, what it means, what it belongs to, and its enhancements.</summary>
internal static class OscalStory
{
    private const int MaxDepth = 12;

    public static string Tell(OscalControl control, OscalCatalogue catalogue)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, control.Name);
        string family = control.Group.Length > 0 ? $" of the family {control.Group}" : "";
        text.Paragraph($"{control.Name} is a control{family} in {catalogue.Title}.");
        Body(text, 2, control, catalogue);
        foreach (OscalControl enhancement in catalogue.EnhancementsOf(control).Where(e => !e.IsWithdrawn))
        {
            text.Heading(2, enhancement.Name);
            text.Paragraph($"{enhancement.Label} is an enhancement of {control.Label}.");
            Body(text, 3, enhancement, catalogue);
        }
        return text.ToString();
    }

    private static void Body(MarkdownBuilder text, int level, OscalControl control, OscalCatalogue catalogue)
    {
        foreach (JsonElement part in control.Json.Items("parts"))
        {
            switch (part.Text("name"))
            {
                case "statement":
                    text.Paragraph(Statement(part, catalogue));
                    break;
                case "guidance":
                    text.Heading(level, "Guidance");
                    text.Paragraph(Statement(part, catalogue));
                    break;
                case "objective" or "assessment-objective" or "assessment" or "assessment-method":
                    // They ask the statement again, item by item.
                    break;
                case var other:
                    text.Heading(level, MarkdownBuilder.OneLine(part.Text("title") ?? other?.Replace('-', ' ') ?? "More"));
                    text.Paragraph(Statement(part, catalogue));
                    break;
            }
        }
        text.Heading(level, "Related controls");
        string[] related = [.. control.Links("related").Select(id => catalogue.Name(id) ?? id.ToUpperInvariant()).Distinct()];
        text.Paragraph(related.Length > 0 ? $"{control.Label} is related to {Prose.List(related)}." : null);
    }

    /// <summary>The prose and its lettered items, each with those below it indented.</summary>
    private static string? Statement(JsonElement part, OscalCatalogue catalogue)
    {
        var lines = new List<string>();
        string prose = catalogue.Resolve(part.Text("prose"));
        if (prose.Length > 0)
            lines.Add(prose);
        bool items = Items(part, 0, catalogue, lines);
        return lines.Count == 0 ? null : prose.Length > 0 && items ? lines[0] + "\n\n" + string.Join('\n', lines.Skip(1)) : string.Join('\n', lines);
    }

    private static bool Items(JsonElement part, int depth, OscalCatalogue catalogue, List<string> lines)
    {
        bool any = false;
        foreach (JsonElement item in depth < MaxDepth ? part.Items("parts") : [])
        {
            string label = item.Items("props").Where(prop => prop.Text("name") == "label").Select(prop => prop.Text("value")).FirstOrDefault() ?? "";
            string prose = catalogue.Resolve(item.Text("prose"));
            if (prose.Length > 0)
                lines.Add($"{new string(' ', depth * 2)}- {(label.Length > 0 ? label + " " : "")}{prose}");
            any |= prose.Length > 0;
            any |= Items(item, prose.Length > 0 ? depth + 1 : depth, catalogue, lines);
        }
        return any;
    }
}

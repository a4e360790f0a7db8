using System.Globalization;
using System.Text;
using Hone.Corpus.Sources;

namespace Hone.Cli.Recipes;

/// <summary>docs/reference/recipe.md, from the same records as the schema.</summary>
internal static class RecipeReference
{
    public static string Write()
    {
        var page = new StringBuilder();
        page.Append("# Recipes\n\nMade by `hone docs` from the settings themselves; do not edit.\n\n");
        page.Append("A recipe is a YAML file that states one run. Paths are relative to the current directory. `${data}` stands for the top-level\n");
        page.Append("`data`. Every key can be given on the command line instead: `--set adapt.tokens=500000`, `--set curate.domain=[markdown:notes]`.\n");
        page.Append("An editor that knows JSON schema checks a recipe as you type: `recipes/recipe.schema.json`.\n\n");
        var top = SettingShape.Of(typeof(Recipe));
        Table(page, "Top level", top, "");
        var shown = new Dictionary<Type, string>();
        foreach (var setting in top.Settings)
            if (setting.Shape is SectionShape section && !shown.TryAdd(section.Record, setting.Key))
                page.Append(CultureInfo.InvariantCulture, $"## `{setting.Key}:`\n\n{setting.About.Description} The settings are those of `{shown[section.Record]}:`.\n\n");
            else if (setting.Shape is SectionShape first)
                Tables(page, setting.Key, first, setting.About.Description);
        Sources(page);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>A section and the groups of keys in it.</summary>
    private static void Tables(StringBuilder page, string path, SectionShape section, string about)
    {
        Table(page, $"`{path}:`", section, about);
        foreach (var setting in section.Settings)
            if (setting.Shape is SectionShape group)
                Tables(page, $"{path}.{setting.Key}", group, setting.About.Description);
    }

    private static void Table(StringBuilder page, string title, SectionShape section, string about)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");
        if (about.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"{about}\n\n");
        page.Append("| key | value | default | what it is |\n|---|---|---|---|\n");
        foreach (var s in section.Settings)
            page.Append(CultureInfo.InvariantCulture, $"| `{s.Key}` | {Kind(s)} | {DefaultOf(s)} | {Cell(s.About.Description)} |\n");
        page.Append('\n');
    }

    private static void Sources(StringBuilder page)
    {
        page.Append("## Sources\n\nA source is written `kind:path`. `?limit=20000` after the path takes only so many documents, `?name=notes` gives another name in\n");
        page.Append("counts and reports; both: `?limit=20000&name=notes`. Detection rules name ATT&CK techniques by their ids; `?attack=FILE` gives an ATT&CK\n");
        page.Append("bundle (`enterprise-attack.json`) from which the ids get their names.\n\n| kind | what it reads |\n|---|---|\n");
        foreach (var source in SourceList.Descriptions)
            page.Append(CultureInfo.InvariantCulture, $"| `{source.Kind}` | {Cell(source.Description)} |\n");
        page.Append('\n');
    }

    private static string Kind(Setting setting)
    {
        var range = SettingLimits.Range(setting.About);
        return Kind(setting.Shape) + (range.Length > 0 ? $", {range}" : "");
    }

    private static string Kind(SettingShape shape) => shape switch
    {
        TextShape => "text",
        FlagShape => "true or false",
        WholeShape => "whole number",
        NumberShape => "number",
        ChoiceShape choice => string.Join(", ", choice.Names.Select(n => $"`{n}`")),
        ListShape list => $"list of {Kind(list.Item)}",
        MapShape map => map.Value is SectionShape ? "named groups of keys" : $"names, each with {Kind(map.Value)}",
        _ => "group of keys",
    };

    private static string DefaultOf(Setting setting) => (setting.Required, setting.Shape, setting.Default) switch
    {
        (true, _, _) => "required",
        (_, FlagShape, bool value) => value ? "`true`" : "`false`",
        (_, ChoiceShape, { } value) => $"`{SettingShape.SnakeCase(value.ToString() ?? "")}`",
        (_, TextShape, string { Length: > 0 } value) => $"`{value}`",
        (_, WholeShape or NumberShape, { } value) => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
        (_, ListShape { Item: not SectionShape }, System.Collections.IEnumerable values) when values.Cast<object>().Any() =>
            $"`[{string.Join(", ", values.Cast<object>().Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)))}]`",
        _ => "",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

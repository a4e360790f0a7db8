using Hone.Corpus.Sources;

namespace Hone.Cli.Recipes;

/// <summary>Every source a recipe names must be of a known kind, and its path must be there.</summary>
internal static class SourceRules
{
    private static readonly (string Section, string Key)[] Lists = [("curate", "domain"), ("curate", "general"), ("tokenizer", "sources")];

    public static IEnumerable<RecipeProblem> Check(MapNode recipe) => Lists
        .SelectMany(place => Items(recipe, place.Section, place.Key).Select(item => Check(item, $"{place.Section}.{place.Key}")))
        .OfType<RecipeProblem>();

    private static IEnumerable<ScalarNode> Items(MapNode recipe, string section, string key) =>
        ((recipe.Find(section) as MapNode)?.Find(key) as ListNode)?.Items.OfType<ScalarNode>() ?? [];

    private static RecipeProblem? Check(ScalarNode item, string path)
    {
        if (item.Text.Contains("${", StringComparison.Ordinal))
            return null; // reported already: the variable has no value
        if (SourceReference.Parse(item.Text, out var problem) is not { } source)
            return new RecipeProblem(item.At, $"'{path}': {problem}", Remedy(item.Text));
        if (!Path.Exists(source.Path))
            return new RecipeProblem(item.At, $"'{path}' names '{source.Path}', which does not exist", $"paths are relative to {Directory.GetCurrentDirectory()}");
        return SourceList.Lacks(source) is { } lacks ? new RecipeProblem(item.At, $"'{path}': {lacks.Message}", lacks.Hint ?? "") : null;
    }

    private static string Remedy(string written)
    {
        var colon = written.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Suggestion.Nearest(written[..colon], SourceList.Kinds) is { } kind && kind != written[..colon]
            ? $"did you mean '{kind}{written[colon..]}'?"
            : "write kind:path, for example markdown:notes";
    }
}

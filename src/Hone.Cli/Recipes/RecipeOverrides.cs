namespace Hone.Cli.Recipes;

/// <summary><c>--set path.to.key=value</c>: the value is YAML, so lists and quotes work; it replaces what the recipe says.</summary>
internal static class RecipeOverrides
{
    public static MapNode Apply(MapNode recipe, IReadOnlyList<string> settings, List<RecipeProblem> problems)
    {
        foreach (var setting in settings)
            recipe = ApplyOne(recipe, setting, problems);
        return recipe;
    }

    private static MapNode ApplyOne(MapNode recipe, string setting, List<RecipeProblem> problems)
    {
        var option = $"--set {setting}";
        var at = new Origin(option, 0, 0);
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        var path = equals < 0 ? [] : setting[..equals].Split('.', StringSplitOptions.TrimEntries);
        if (path.Length == 0 || path.Any(string.IsNullOrEmpty))
        {
            problems.Add(new RecipeProblem(at, "this is not path.to.key=value", "write for example --set adapt.tokens=500000"));
            return recipe;
        }
        var value = YamlReader.ReadValue(setting[(equals + 1)..].Trim(), option, problems);
        return value is null ? recipe : Put(recipe, path, value, at, problems);
    }

    private static MapNode Put(MapNode map, ReadOnlySpan<string> path, RecipeNode value, Origin at, List<RecipeProblem> problems)
    {
        if (path.Length == 1)
            return map.With(new MapEntry(path[0], at, value));
        var child = map.Find(path[0]);
        if (child is not (null or MapNode or ScalarNode { IsNull: true }))
        {
            problems.Add(new RecipeProblem(at, $"'{path[0]}' is a single value and has no '{path[1]}'", $"set '{path[0]}' itself"));
            return map;
        }
        var inner = child as MapNode ?? new MapNode([], at);
        return map.With(new MapEntry(path[0], child?.At ?? at, Put(inner, path[1..], value, at, problems)));
    }
}

namespace Hone.Cli.Recipes;

/// <summary>An arm states only what differs from <c>adapt</c>; before types, it is made whole by laying it over <c>adapt</c>.</summary>
internal static class RecipeArms
{
    public static MapNode Complete(MapNode recipe)
    {
        if (recipe.Find("adapt") is not MapNode adapt || recipe.Find("arms") is not MapNode arms)
            return recipe;
        var whole = arms.Entries.Select(arm => arm.Value is MapNode changes ? arm with { Value = Over(adapt, changes) } : arm).ToList();
        var entry = recipe.Entries.First(e => e.Key == "arms");
        return recipe.With(entry with { Value = arms with { Entries = whole } });
    }

    private static MapNode Over(MapNode adapt, MapNode changes) =>
        changes.Entries.Aggregate(adapt with { At = changes.At }, (map, change) => map.With(change));
}

namespace Hone.Cli.Recipes;

/// <summary>
/// What a part of a recipe takes over from another, settled before values get types: a section takes the recipe's seed,
/// and an arm takes everything of <c>adapt</c> that it does not change.
/// </summary>
internal static class RecipeInheritance
{
    private static readonly SectionShape Shape = SettingShape.Of(typeof(Recipe));

    public static MapNode Complete(MapNode recipe) => CompleteArms(SpreadSeed(recipe));

    private static MapNode SpreadSeed(MapNode recipe)
    {
        if (recipe.Entries.FirstOrDefault(e => e.Key == "seed") is not { } seed)
            return recipe;
        var entries = recipe.Entries.Select(entry => entry.Value is MapNode section && HasSeed(entry.Key) && section.Find("seed") is null
            ? entry with { Value = section.With(seed) }
            : entry);
        return recipe with { Entries = entries.ToList() };
    }

    private static bool HasSeed(string section) =>
        Shape.Settings.FirstOrDefault(s => s.Key == section)?.Shape is SectionShape known && known.Settings.Any(s => s.Key == "seed");

    private static MapNode CompleteArms(MapNode recipe)
    {
        if (recipe.Find("adapt") is not MapNode adapt || recipe.Entries.FirstOrDefault(e => e.Key == "arms") is not { Value: MapNode arms } entry)
            return recipe;
        var whole = arms.Entries.Select(arm => arm.Value is MapNode changes ? arm with { Value = Over(adapt, changes) } : arm).ToList();
        return recipe.With(entry with { Value = arms with { Entries = whole } });
    }

    private static MapNode Over(MapNode adapt, MapNode changes) =>
        changes.Entries.Aggregate(adapt with { At = changes.At }, (map, change) => map.With(change));
}

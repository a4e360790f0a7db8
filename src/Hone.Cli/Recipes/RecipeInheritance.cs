namespace Hone.Cli.Recipes;

/// <summary>
/// What a part of a recipe takes over from another, settled before values get types: every section takes the recipe's seed, the
/// tokenizer learns from the corpus's sources, and an arm takes everything of <c>adapt</c> that it does not change.
/// </summary>
internal static class RecipeInheritance
{
    private static readonly SectionShape Shape = SettingShape.Of(typeof(Recipe));

    public static MapNode Complete(MapNode recipe) => CompleteArms(CompleteTokenizer(SpreadSeed(recipe)));

    private static MapNode SpreadSeed(MapNode recipe)
    {
        var seed = recipe.Entries.FirstOrDefault(e => e.Key == "seed") ?? new MapEntry("seed", recipe.At, new ScalarNode("1", Plain: true, recipe.At));
        var entries = recipe.Entries.Select(entry => entry.Value is MapNode section && HasSeed(entry.Key) && section.Find("seed") is null
            ? entry with { Value = section.With(seed) }
            : entry);
        return recipe with { Entries = entries.ToList() };
    }

    private static bool HasSeed(string section) =>
        Shape.Settings.FirstOrDefault(s => s.Key == section)?.Shape is SectionShape known && known.Settings.Any(s => s.Key == "seed");

    /// <summary>Its sources, held-out share and scrubbing are curate's, so that it never sees what is held out or taken out.</summary>
    private static MapNode CompleteTokenizer(MapNode recipe)
    {
        if (recipe.Entries.FirstOrDefault(e => e.Key == "tokenizer") is not { Value: MapNode tokenizer } entry || recipe.Find("curate") is not MapNode curate)
            return recipe;
        var sources = new[] { "domain", "general" }.Select(curate.Find).OfType<ListNode>().ToList();
        if (tokenizer.Find("sources") is null && sources.Count > 0)
            tokenizer = tokenizer.With(new MapEntry("sources", entry.At, new ListNode(sources.SelectMany(s => s.Items).ToList(), sources[0].At)));
        foreach (string key in (string[])["held_out", "scrub"])
            if (tokenizer.Find(key) is null && curate.Find(key) is { } value)
                tokenizer = tokenizer.With(new MapEntry(key, entry.At, value));
        return recipe.With(entry with { Value = tokenizer });
    }

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

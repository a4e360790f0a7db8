namespace Hone.Cli.Recipes;

// A recipe before it has types: what was written, and where. Overrides and variables work on this tree, so that a problem
// found later, when values become settings, still knows the line it came from.

internal abstract record RecipeNode(Origin At);

/// <summary><paramref name="Plain"/>: written without quotes, so that null, true and 3 may mean more than their letters.</summary>
internal sealed record ScalarNode(string Text, bool Plain, Origin At) : RecipeNode(At)
{
    public bool IsNull => Plain && Text is ("" or "~" or "null");
}

internal sealed record ListNode(IReadOnlyList<RecipeNode> Items, Origin At) : RecipeNode(At);

internal sealed record MapNode(IReadOnlyList<MapEntry> Entries, Origin At) : RecipeNode(At)
{
    public RecipeNode? Find(string key) => Entries.FirstOrDefault(e => e.Key == key)?.Value;

    /// <summary>The same map with one entry replaced, or added at the end.</summary>
    public MapNode With(MapEntry entry)
    {
        var entries = Entries.ToList();
        var index = entries.FindIndex(e => e.Key == entry.Key);
        if (index < 0)
            entries.Add(entry);
        else
            entries[index] = entry;
        return this with { Entries = entries };
    }
}

internal sealed record MapEntry(string Key, Origin At, RecipeNode Value);

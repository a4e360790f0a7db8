using Hone.Core;

namespace Hone.Corpus.Fetching;

/// <summary>Sources as a person names them: "attack", "attack:enterprise,ics", "rfc:9110", "all".</summary>
internal static class FetchChoice
{
    /// <param name="locked">What was fetched before: taken up again where nothing is named.</param>
    public static IReadOnlyList<(FetchSource Source, IReadOnlyList<FetchPart> Parts)> Of(IReadOnlyList<string> names, FetchLock locked, IReadOnlyList<FetchSource> all)
    {
        if (names.Count == 0 && locked.Sources.Count == 0)
            throw new UserError("no source is named", $"name some of {string.Join(", ", all.Select(s => s.Name))}, or all; 'hone fetch --list' says what they are");
        IEnumerable<string> wanted = names.Count == 0 ? locked.Sources.Select(s => $"{s.Key}:{string.Join(',', s.Value.Parts.Keys)}")
            : names.SelectMany(name => name == "all" ? all.Select(s => s.Name) : [name]);
        var chosen = new List<(FetchSource Source, List<FetchPart> Parts)>();
        foreach (string name in wanted)
        {
            int colon = name.IndexOf(':', StringComparison.Ordinal);
            FetchSource source = Find(colon < 0 ? name : name[..colon], all);
            FetchPart[] parts = colon < 0 ? source.Parts : [.. name[(colon + 1)..].Split(',').Select(item => Part(source, item))];
            int at = chosen.FindIndex(c => c.Source == source);
            if (at < 0)
                chosen.Add((source, [.. parts.DistinctBy(part => part.Item)]));
            else
                chosen[at].Parts.AddRange(parts.Where(part => chosen[at].Parts.All(p => p.Item != part.Item)));
        }
        return [.. chosen.Select(c => (c.Source, (IReadOnlyList<FetchPart>)c.Parts))];
    }

    public static FetchSource Find(string name, IReadOnlyList<FetchSource> all) => all.FirstOrDefault(source => source.Name == name)
        ?? throw new UserError($"there is no source '{name}'", $"there are {string.Join(", ", all.Select(s => s.Name))}, and all; 'hone fetch --list' says what they are");

    private static FetchPart Part(FetchSource source, string item) => source.Parts.FirstOrDefault(part => part.Item == item) ?? source.Any(item)
        ?? throw new UserError($"{source.Name} has no '{item}'", $"it has {string.Join(", ", source.Parts.Select(p => p.Item))}{(source.AnyOf is { } any ? $", or {any}" : "")}");
}

using Hone.Core;

namespace Hone.Cli.Recipes;

/// <summary>A recipe as read: use <see cref="Value"/> only where there are no problems.</summary>
internal sealed record RecipeReading<T>(T? Value, IReadOnlyList<RecipeProblem> Problems, MapNode? Tree = null)
    where T : class
{
    /// <summary>Where a top-level key stands, or the recipe's beginning.</summary>
    public Origin At(string key) => Tree?.Entries.FirstOrDefault(e => e.Key == key)?.At ?? Tree?.At ?? default;

    public bool Has(string key) => Tree?.Find(key) is not (null or ScalarNode { IsNull: true });
}

/// <summary>Recipe file and overrides -> typed settings, with every problem found, sorted by place.</summary>
internal static class RecipeFile
{
    private const long MaxBytes = 1 << 20;

    public static RecipeReading<Recipe> Read(string path, IReadOnlyList<string> overrides)
    {
        if (!File.Exists(path))
            throw new UserError($"there is no recipe '{path}'", "give the path of a YAML file, for example recipes/quickstart.yaml");
        if (new FileInfo(path).Length > MaxBytes)
            throw new UserError($"{path} is larger than 1 MiB and so no recipe", "give the path of a YAML file, for example recipes/quickstart.yaml");
        var reading = Read<Recipe>(File.ReadAllText(path), path, overrides, RecipeInheritance.Complete);
        return reading with { Problems = Sorted(reading.Problems.Concat(RecipeRules.Check(reading))) };
    }

    /// <param name="prepare">Changes the tree before it gets types: what the settings cannot say themselves.</param>
    public static RecipeReading<T> Read<T>(string text, string name, IReadOnlyList<string> overrides, Func<MapNode, MapNode>? prepare = null)
        where T : class
    {
        var problems = new List<RecipeProblem>();
        if (YamlReader.Read(text, name, problems) is not { } root)
            return new RecipeReading<T>(null, problems);
        if (root is not MapNode map)
        {
            problems.Add(new RecipeProblem(root.At, "a recipe is a group of keys", "begin with 'name: my-run'"));
            return new RecipeReading<T>(null, problems);
        }
        map = RecipeVariables.Expand(RecipeOverrides.Apply(map, overrides, problems), problems);
        if (prepare is not null)
            map = prepare(map);
        var value = (T)new SpecBinder(problems).BindSection(SettingShape.Of(typeof(T)), map, "");
        return new RecipeReading<T>(value, Sorted(problems), map);
    }

    /// <summary>By place, each once: an arm repeats the settings it does not change, and so their problems.</summary>
    private static List<RecipeProblem> Sorted(IEnumerable<RecipeProblem> problems) => problems
        .DistinctBy(p => (p.At, p.Remedy, p.Message.Split('\'')[^1]))
        .OrderBy(p => p.At.Line == 0)
        .ThenBy(p => p.At.Line)
        .ThenBy(p => p.At.Column)
        .ToList();
}

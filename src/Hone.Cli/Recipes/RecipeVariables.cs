using System.Text.RegularExpressions;

namespace Hone.Cli.Recipes;

/// <summary>Replaces <c>${data}</c> in every value by the recipe's top-level <c>data</c>. There are no other variables.</summary>
internal static partial class RecipeVariables
{
    public static MapNode Expand(MapNode recipe, List<RecipeProblem> problems)
    {
        var data = (recipe.Find("data") as ScalarNode) is { IsNull: false } scalar ? scalar.Text : null;
        var entries = recipe.Entries
            .Select(e => e.Key == "data" ? e : e with { Value = Expand(e.Value, data, problems) })
            .ToList();
        return recipe with { Entries = entries };
    }

    private static RecipeNode Expand(RecipeNode node, string? data, List<RecipeProblem> problems) => node switch
    {
        ScalarNode scalar => scalar with { Text = Expand(scalar, data, problems) },
        ListNode list => list with { Items = list.Items.Select(i => Expand(i, data, problems)).ToList() },
        MapNode map => map with { Entries = map.Entries.Select(e => e with { Value = Expand(e.Value, data, problems) }).ToList() },
        _ => node,
    };

    private static string Expand(ScalarNode scalar, string? data, List<RecipeProblem> problems) =>
        Variable().Replace(scalar.Text, match =>
        {
            var name = match.Groups[1].Value;
            if (name == "data" && data is not null)
                return data;
            problems.Add(name == "data"
                ? new RecipeProblem(scalar.At, "'${data}' has no value", "add --set data=DIRECTORY, or a top-level 'data:' to the recipe")
                : new RecipeProblem(scalar.At, $"'${{{name}}}' is not a variable", "the only one is ${data}"));
            return match.Value;
        });

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Variable();
}

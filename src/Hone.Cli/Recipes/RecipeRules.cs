using System.Text.RegularExpressions;

namespace Hone.Cli.Recipes;

/// <summary>What is wrong between settings that are each right.</summary>
internal static partial class RecipeRules
{
    public static IEnumerable<RecipeProblem> Check(RecipeReading<Recipe> reading, string path)
    {
        if (reading.Value is not { } recipe || reading.Problems.Count > 0)
            yield break;
        var at = new Origin(path, 1, 1);
        if (!RunName().IsMatch(recipe.Name))
            yield return new RecipeProblem(at, $"'{recipe.Name}' cannot name a run", "use up to 64 letters, digits, '-', '_' and '.', beginning with a letter or digit");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex RunName();
}

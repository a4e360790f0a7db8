using System.Text.RegularExpressions;

namespace Hone.Cli.Recipes;

/// <summary>What is wrong between settings that are each right.</summary>
internal static partial class RecipeRules
{
    public static IEnumerable<RecipeProblem> Check(RecipeReading<Recipe> reading)
    {
        if (reading.Value is not { } recipe || reading.Problems.Count > 0)
            return [];
        return
        [
            .. CheckNames(reading, recipe),
            .. CheckSections(reading, recipe),
            .. CheckTraining(reading, recipe),
        ];
    }

    private static IEnumerable<RecipeProblem> CheckNames(RecipeReading<Recipe> reading, Recipe recipe)
    {
        const string Letters = "use letters, digits, '-', '_' and '.', beginning with a letter or digit";
        if (!RunName().IsMatch(recipe.Name))
            yield return new RecipeProblem(reading.At("name"), $"'{recipe.Name}' cannot name a run", $"{Letters}, 64 at most");
        foreach (var arm in recipe.Arms.Keys)
            if (arm is "hone" or "before")
                yield return new RecipeProblem(reading.At("arms"), $"an arm cannot be named '{arm}': the run has a stage of that name", "give it another name");
            else if (!ArmName().IsMatch(arm))
                yield return new RecipeProblem(reading.At("arms"), $"'{arm}' cannot name an arm", $"{Letters}, 40 at most");
    }

    private static IEnumerable<RecipeProblem> CheckSections(RecipeReading<Recipe> reading, Recipe recipe)
    {
        if (recipe.Base is null && recipe.Pretrain is null)
            yield return new RecipeProblem(reading.At("name"), "there is neither a 'base' to start from nor a 'pretrain' section", "add 'base: models/flint-5m'");
        if (recipe.Base is not null && recipe.Pretrain is not null)
            yield return new RecipeProblem(reading.At("pretrain"), "'pretrain' makes a model from nothing, but there is a 'base'", "remove one of the two");
        if (recipe.Adapt is not null && recipe.Base is null)
            yield return new RecipeProblem(reading.At("adapt"), "'adapt' needs a 'base' to start from", "add 'base: models/flint-5m'");
        if (recipe.Arms.Count > 0 && recipe.Adapt is null)
            yield return new RecipeProblem(reading.At("arms"), "'arms' change settings of 'adapt', which is missing", "add an 'adapt:' section");
    }

    private static IEnumerable<RecipeProblem> CheckTraining(RecipeReading<Recipe> reading, Recipe recipe)
    {
        var adapt = recipe.Adapt?.Problems().Select(p => (Key: "adapt", Name: "adapt", Text: p)) ?? [];
        var pretrain = recipe.Pretrain?.Problems().Select(p => (Key: "pretrain", Name: "pretrain", Text: p)) ?? [];
        var arms = recipe.Arms.SelectMany(arm => arm.Value.Problems().Select(p => (Key: "arms", Name: $"arms.{arm.Key}", Text: p)));
        return adapt.Concat(pretrain).Concat(arms).Select(p => new RecipeProblem(reading.At(p.Key), $"'{p.Name}' contradicts itself", p.Text));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex RunName();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}\z")]
    private static partial Regex ArmName();
}

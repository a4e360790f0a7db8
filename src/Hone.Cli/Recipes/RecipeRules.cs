using System.Text.RegularExpressions;
using Hone.Engine.Training;

namespace Hone.Cli.Recipes;

/// <summary>What is wrong between settings that are each right.</summary>
internal static partial class RecipeRules
{
    private const string AddBase = "add 'base: models/flint-5m'";

    public static IEnumerable<RecipeProblem> Check(RecipeReading<Recipe> reading)
    {
        if (reading.Tree is not { } tree || reading.Value is not { } recipe)
            return [];
        var problems = new List<RecipeProblem>();
        problems.AddRange(SourceRules.Check(tree));
        problems.AddRange(CheckSections(reading));
        if (reading.Problems.Count == 0)
            problems.AddRange([.. CheckNames(reading, recipe), .. CheckTraining(reading, recipe)]);
        return problems;
    }

    private static IEnumerable<RecipeProblem> CheckNames(RecipeReading<Recipe> reading, Recipe recipe)
    {
        const string Letters = "use letters, digits, '-', '_' and '.', beginning with a letter or digit";
        if (!RunName().IsMatch(recipe.Name))
            yield return new RecipeProblem(reading.At("name"), $"'{recipe.Name}' cannot name a run", $"{Letters}, 64 at most");
        foreach (var arm in recipe.Arms.Keys)
            if (arm is RunPlan.MainArm or "before")
                yield return new RecipeProblem(reading.At("arms"), $"an arm cannot be named '{arm}': the run has a stage of that name", "give it another name");
            else if (!ArmName().IsMatch(arm))
                yield return new RecipeProblem(reading.At("arms"), $"'{arm}' cannot name an arm", $"{Letters}, 40 at most");
    }

    private static IEnumerable<RecipeProblem> CheckSections(RecipeReading<Recipe> reading)
    {
        if (!reading.Has("base") && !reading.Has("pretrain"))
            yield return new RecipeProblem(reading.At("name"), "there is neither a 'base' to start from nor a 'pretrain' section", AddBase);
        foreach (var key in new[] { "pretrain", "tokenizer" })
            if (reading.Has("base") && reading.Has(key))
                yield return new RecipeProblem(reading.At(key), $"'{key}' is for a model made from nothing, but there is a 'base'", "remove one of the two");
        if (reading.Has("adapt") && !reading.Has("base"))
            yield return new RecipeProblem(reading.At("adapt"), "'adapt' needs a 'base' to start from", AddBase);
        foreach (var key in new[] { "adapt", "pretrain" })
            if (reading.Has(key) && !reading.Has("curate"))
                yield return new RecipeProblem(reading.At(key), $"'{key}' needs a corpus", "add a 'curate:' section with 'domain:' sources");
        if (reading.Has("arms") && !reading.Has("adapt"))
            yield return new RecipeProblem(reading.At("arms"), "'arms' change settings of 'adapt', which is missing", "add an 'adapt:' section");
        if (reading.Has("shape") && !reading.Has("pretrain"))
            yield return new RecipeProblem(reading.At("shape"), "'shape' is for a model made by 'pretrain', which is missing", "remove it; a base brings its own shape");
        if (reading.Has("pretrain") && !reading.Has("tokenizer") && (reading.Tree?.Find("curate") as MapNode)?.Find("tokenizer") is null)
            yield return new RecipeProblem(reading.At("pretrain"), "a model made from nothing needs a tokenizer", "add 'tokenizer: { vocabulary_size: 8192 }'");
    }

    private static IEnumerable<RecipeProblem> CheckTraining(RecipeReading<Recipe> reading, Recipe recipe)
    {
        var trainings = recipe.Arms.Select(arm => (Key: "arms", Name: $"arms.{arm.Key}", Spec: (AdaptSpec?)arm.Value))
            .Prepend(("pretrain", "pretrain", recipe.Pretrain))
            .Prepend(("adapt", "adapt", recipe.Adapt));
        foreach (var (key, name, spec) in trainings)
        {
            foreach (var problem in spec?.Problems() ?? [])
                yield return new RecipeProblem(reading.At(key), $"'{name}' contradicts itself", problem);
            if (spec is { Replay: > 0 } && recipe.Curate is { General.Count: 0 })
                yield return new RecipeProblem(reading.At(key), $"'{name}' replays general text, and 'curate' has none", "add 'general:' sources, or set 'replay: 0'");
        }
        // The tokenizer's place is settled later; what remains are sources of one name.
        foreach (var problem in recipe.Curate is { } curate ? (curate with { Tokenizer = "-" }).Validate() : [])
            yield return new RecipeProblem(reading.At("curate"), "'curate' cannot run", problem);
        if (recipe.Evaluate?.Model is not null)
            yield return new RecipeProblem(reading.At("evaluate"), "'evaluate.model' is not for recipes: a run measures its own models", "remove it, or use 'hone eval'");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex RunName();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}\z")]
    private static partial Regex ArmName();
}

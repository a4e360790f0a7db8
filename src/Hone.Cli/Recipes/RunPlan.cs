using Hone.Core.Runs;

namespace Hone.Cli.Recipes;

internal static class RunPlan
{
    public static IReadOnlyList<IStage> Make(Recipe recipe, RunDirectory run) => [];
}

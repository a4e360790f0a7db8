using System.CommandLine;
using Hone.Cli.Output;

namespace Hone.Cli.Verbs;

internal static class AdaptVerb
{
    public static Command Create(CliStreams io) =>
        RecipeCommand.Create(io, "adapt", "Run a recipe up to its adapted models, arms included.",
            stage => stage == "pretrain" || stage.StartsWith("adapt-", StringComparison.Ordinal));
}

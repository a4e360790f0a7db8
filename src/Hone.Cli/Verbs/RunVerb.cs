using System.CommandLine;
using Hone.Cli.Output;

namespace Hone.Cli.Verbs;

internal static class RunVerb
{
    public static Command Create(CliStreams io) =>
        RecipeCommand.Create(io, "run", "Run a recipe: curate, adapt, evaluate, report. Finished stages are not run again.", until: null);
}

using System.CommandLine;
using Hone.Cli.Output;

namespace Hone.Cli.Verbs;

internal static class CurateVerb
{
    public static Command Create(CliStreams io) =>
        RecipeCommand.Create(io, "curate", "Run a recipe up to its corpus: documents cleaned, split and cut into tokens.", stage => stage == "curate");
}

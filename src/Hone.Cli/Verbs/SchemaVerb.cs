using System.CommandLine;
using Hone.Cli.Output;
using Hone.Cli.Recipes;

namespace Hone.Cli.Verbs;

internal static class SchemaVerb
{
    public static Command Create(CliStreams io)
    {
        var command = new Command("schema", "Print the JSON schema of recipes, for editors and checks.");
        command.SetAction(_ => io.Out.Write(RecipeSchema.Write()));
        return command;
    }
}

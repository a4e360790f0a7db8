using System.CommandLine;
using Hone.Cli.Output;
using Hone.Cli.Recipes;
using Hone.Core;

namespace Hone.Cli.Verbs;

/// <summary>Writes the pages and files that are made from the program itself, or says which of them are out of date.</summary>
internal static class DocsVerb
{
    public static Command Create(CliStreams io)
    {
        var root = new Option<string>("--root") { Description = "Root of the repository.", DefaultValueFactory = _ => "." };
        var check = new Option<bool>("--check") { Description = "Write nothing; fail where a file differs." };
        var command = new Command("docs", "Write the generated reference files.") { root, check };
        command.Hidden = true;
        command.SetAction(parsed => Write(io, parsed.GetRequiredValue(root), parsed.GetValue(check)));
        return command;
    }

    /// <summary>Path inside the repository, and the text that belongs there.</summary>
    public static IReadOnlyDictionary<string, string> Pages(CliStreams io) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["docs/reference/cli.md"] = CommandReference.Write(Application.CreateRoot(io)),
        ["docs/reference/recipe.md"] = RecipeReference.Write(),
        ["recipes/recipe.schema.json"] = RecipeSchema.Write(),
    };

    private static int Write(CliStreams io, string root, bool check)
    {
        var stale = new List<string>();
        foreach (var (name, text) in Pages(io))
        {
            var path = Path.Combine(root, name);
            if (File.Exists(path) && File.ReadAllText(path) == text)
                continue;
            stale.Add(name);
            if (check)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? root);
            File.WriteAllText(path, text);
            io.Error.WriteLine($"wrote {name}");
        }
        return check && stale.Count > 0
            ? throw new UserError($"out of date: {string.Join(", ", stale)}", "run './hone docs' and commit what it writes")
            : ExitCode.Done;
    }
}

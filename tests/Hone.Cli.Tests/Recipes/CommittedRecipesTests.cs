using Hone.Cli.Recipes;

namespace Hone.Cli.Tests.Recipes;

public class CommittedRecipesTests
{
    [Fact]
    public void Recipes_OfTheRepository_HaveNoProblemsButFilesThatAreElsewhere()
    {
        var recipes = Directory.EnumerateFiles(RepositoryRoot.File("recipes"), "*.yaml");

        Assert.All(recipes, path => Assert.Empty(RecipeFile.Read(path, ["data=."]).Problems
            .Where(p => !p.Message.Contains("does not exist", StringComparison.Ordinal))
            .Select(p => p.ToString())));
    }

    [Fact]
    public void Recipes_OfTheRepository_BeginWithHowToRunThem()
    {
        var recipes = Directory.EnumerateFiles(RepositoryRoot.File("recipes"), "*.yaml");

        Assert.All(recipes, path => Assert.Contains($"# ", File.ReadAllText(path)[..2], StringComparison.Ordinal));
        Assert.All(recipes, path => Assert.Contains($"./hone run recipes/{Path.GetFileName(path)}", File.ReadAllText(path), StringComparison.Ordinal));
    }
}

using Hone.Cli.Recipes;

namespace Hone.Cli.Tests.Recipes;

public sealed class RecipeRulesTests : IDisposable
{
    private const string Corpus = "curate: { domain: [\"markdown:.\"], general: [\"text:.\"] }\n";

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"hone-{Environment.ProcessId}-rules.yaml");

    [Fact]
    public void Arms_TakeOverWhatTheyDoNotChange()
    {
        var recipe = Good("""
            name: x
            seed: 7
            base: .
            curate: { domain: ["markdown:."], general: ["text:."] }
            adapt: { tokens: 5000, learning_rate: 0.01 }
            arms:
              naive: { replay: 0, kl: 0 }
              slow: { learning_rate: 0.001, seed: 8 }
            """);

        Assert.Equal((5000, 0.01, 0, 0, 7), (recipe.Arms["naive"].Tokens, recipe.Arms["naive"].LearningRate, recipe.Arms["naive"].Replay, recipe.Arms["naive"].Kl, recipe.Arms["naive"].Seed));
        Assert.Equal((5000, 0.001, 8), (recipe.Arms["slow"].Tokens, recipe.Arms["slow"].LearningRate, recipe.Arms["slow"].Seed));
    }

    [Fact]
    public void Seed_OfTheRecipe_ReachesItsSections()
    {
        var recipe = Good("name: x\nseed: 9\nbase: .\nadapt: {}\nevaluate: {}\n" + Corpus);

        Assert.Equal((9, 9UL), (recipe.Adapt!.Seed, recipe.Evaluate!.Seed));
    }

    [Fact]
    public void Mistake_InAdapt_IsReportedOnceAndNotForEveryArm()
    {
        var problems = Problems("name: x\nbase: .\nadapt: { tokens: 0 }\narms: { a: {}, b: { replay: 2 } }\n" + Corpus);

        Assert.Equal(2, problems.Count);
        Assert.Contains(":3:18: 'adapt.tokens' is 0; it must be at least 1", problems[0], StringComparison.Ordinal);
        Assert.Contains(":4:29: 'arms.b.replay' is 2", problems[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: a/b\nbase: .", ":1:1: 'a/b' cannot name a run")]
    [InlineData("name: x", ":1:1: there is neither a 'base' to start from nor a 'pretrain' section")]
    [InlineData("name: x\ntokenizer: {}\nbase: .", ":2:1: 'tokenizer' is for a model made from nothing, but there is a 'base'")]
    [InlineData("name: x\npretrain: { replay: 0, kl: 0 }", ":2:1: a model made from nothing needs a tokenizer")]
    [InlineData("name: x\nbase: .\nshape: {}", ":3:1: 'shape' is for a model made by 'pretrain'")]
    [InlineData("name: x\nbase: .\nevaluate: { model: . }", ":3:1: 'evaluate.model' is not for recipes")]
    [InlineData("name: x\nbase: .\narms: { a: {} }", ":3:1: 'arms' change settings of 'adapt', which is missing")]
    [InlineData("name: x\nbase: .\nadapt: {}\narms: { hone: {} }", ":4:1: an arm cannot be named 'hone'")]
    [InlineData("name: x\nbase: .\nadapt: {}\narms: { \"a b\": {} }", ":4:1: 'a b' cannot name an arm")]
    [InlineData("name: x\nbase: .\nadapt: { kl: 1, replay: 0 }", ":3:1: 'adapt' contradicts itself")]
    [InlineData("name: x\nbase: nowhere", ":2:7: 'base' names 'nowhere', which does not exist")]
    public void Rules_Broken_SayWhere(string text, string expected)
    {
        Assert.StartsWith(_file + expected, Assert.Single(Problems(text + "\n" + Corpus)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: x\nbase: .\nadapt: {}", ":3:1: 'adapt' needs a corpus")]
    [InlineData("name: x\nbase: .\ncurate: { domain: [\"markdown:.\"] }\nadapt: {}", ":4:1: 'adapt' replays general text, and 'curate' has none")]
    [InlineData("name: x\nbase: .\ncurate: { domain: [\"markdown:.\", \"markdown:.\"] }", ":3:1: 'curate' cannot run")]
    public void Corpus_Missing_SaysWhere(string text, string expected)
    {
        Assert.StartsWith(_file + expected, Assert.Single(Problems(text)), StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private Recipe Good(string text)
    {
        var reading = Read(text);
        Assert.Empty(reading.Problems);
        return reading.Value!;
    }

    private List<string> Problems(string text) => Read(text).Problems.Select(p => p.ToString()).ToList();

    private RecipeReading<Recipe> Read(string text)
    {
        File.WriteAllText(_file, text);
        return RecipeFile.Read(_file, []);
    }
}

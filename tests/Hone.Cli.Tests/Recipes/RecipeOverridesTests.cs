using Hone.Cli.Recipes;

namespace Hone.Cli.Tests.Recipes;

public class RecipeOverridesTests
{
    [Fact]
    public void Set_ReplacesAddsAndTakesLists()
    {
        var spec = Read("name: x\ntokens: 5", "tokens=7", "inner.rate=0.25", "files=[a, \"b c\"]", "named.fresh.rate=3").Value!;

        Assert.Equal(7, spec.Tokens);
        Assert.Equal(0.25f, spec.Inner.Rate);
        Assert.Equal(["a", "b c"], spec.Files);
        Assert.Equal(3f, spec.Named["fresh"].Rate);
    }

    [Fact]
    public void Set_TheLastOneWins()
    {
        Assert.Equal(2, Read("name: x", "tokens=1", "tokens=2").Value!.Tokens);
    }

    [Fact]
    public void Set_ValueWithEquals_IsKeptWhole()
    {
        Assert.Equal("a=b", Read("name: x", "name=a=b").Value!.Name);
    }

    [Theory]
    [InlineData("tokens", "--set tokens: this is not path.to.key=value")]
    [InlineData(".=3", "--set .=3: this is not path.to.key=value")]
    [InlineData("tokens=x", "--set tokens=x: 'tokens' must be a whole number, not 'x'")]
    [InlineData("tokns=3", "--set tokns=3: unknown key 'tokns'; did you mean 'tokens'?")]
    [InlineData("name.first=3", "--set name.first=3: 'name' is a single value and has no 'first'")]
    [InlineData("files=[a", "--set files=[a: this is not valid YAML")]
    [InlineData("share=-1", "--set share=-1: 'share' is -1; it must be between 0 and 1")]
    public void Set_Wrong_NamesTheOption(string setting, string expected)
    {
        var problem = Assert.Single(Read("name: x", setting).Problems);

        Assert.StartsWith(expected, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_StandsInEveryValue()
    {
        var reading = Read("name: x\ndata: here\nfiles: [\"${data}/a\", \"kind:${data}/b\"]");

        Assert.Equal(["here/a", "kind:here/b"], reading.Value!.Files);
    }

    [Fact]
    public void Data_GivenOnTheCommandLine_StandsToo()
    {
        Assert.Equal(["there/a"], Read("name: x\nfiles: [\"${data}/a\"]", "data=there").Value!.Files);
    }

    [Theory]
    [InlineData("name: x\nfiles: [\"${data}/a\"]", "r.yaml:2:9: '${data}' has no value; add --set data=DIRECTORY")]
    [InlineData("name: x\nfiles: [\"${home}/a\"]", "r.yaml:2:9: '${home}' is not a variable; the only one is ${data}")]
    public void Variable_Unknown_IsAProblem(string text, string expected)
    {
        Assert.StartsWith(expected, Assert.Single(Read(text).Problems).ToString(), StringComparison.Ordinal);
    }

    private static RecipeReading<SampleSpec> Read(string text, params string[] settings) => RecipeFile.Read<SampleSpec>(text, "r.yaml", settings);
}

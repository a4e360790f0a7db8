using Hone.Cli.Recipes;

namespace Hone.Cli.Tests.Recipes;

public class RecipeFileTests
{
    [Fact]
    public void Read_EverySettingKind_IsTyped()
    {
        var spec = Good("""
            name: one
            tokens: 2_000
            share: 0.25
            big: 18446744073709551615
            shuffle: false
            order: largest_first
            files: [a, b]
            inner: { rate: 1e-3 }
            named: { x: { rate: 2 }, y: {} }
            """);

        Assert.Equal("one", spec.Name);
        Assert.Equal(2000, spec.Tokens);
        Assert.Equal(0.25, spec.Share);
        Assert.Equal(ulong.MaxValue, spec.Big);
        Assert.False(spec.Shuffle);
        Assert.Equal(SampleOrder.LargestFirst, spec.Order);
        Assert.Equal(["a", "b"], spec.Files);
        Assert.Equal(0.001f, spec.Inner.Rate);
        Assert.Equal(2f, spec.Named["x"].Rate);
        Assert.Equal(0.5f, spec.Named["y"].Rate);
    }

    [Fact]
    public void Read_ManyProblems_AreAllReportedWithTheirPlaces()
    {
        var problems = Problems("""
            tokens: many
            share: 2
            shufle: true
            order: largestfirst
            files: a
            inner:
              rat: 3
              rate: "0.1"
            there: no/such/file.md
            """);

        Assert.Equal(
            [
                "r.yaml:1:1: 'name' is missing; add 'name:' (The name)",
                "r.yaml:1:9: 'tokens' must be a whole number, not 'many'; write for example 1000, without quotes",
                "r.yaml:2:8: 'share' is 2; it must be between 0 and 1",
                "r.yaml:3:1: unknown key 'shufle'; did you mean 'shuffle'?",
                "r.yaml:4:8: 'order' cannot be 'largestfirst'; did you mean 'largest_first'?",
                "r.yaml:5:8: 'files' must be a list, each item text, not 'a'; write the items in brackets: [first, second]",
                "r.yaml:7:3: unknown key 'inner.rat'; did you mean 'rate'?",
                "r.yaml:8:9: 'inner.rate' must be a number, not the text \"0.1\"; write for example 0.5, without quotes",
            ],
            problems.Take(8));
        Assert.StartsWith("r.yaml:9:8: 'there' names 'no/such/file.md', which does not exist; paths are relative to ", problems[8], StringComparison.Ordinal);
        Assert.Equal(9, problems.Count);
    }

    [Theory]
    [InlineData("name: x\ntokens:", "r.yaml:2:8: 'tokens' has no value")]
    [InlineData("name: x\nname: y", "r.yaml:2:1: 'name' is written twice (first at line 1)")]
    [InlineData("name: x\n---\nname: y", "r.yaml:2:1: a second document begins here")]
    [InlineData("name: [x", "r.yaml:")]
    [InlineData("- a", "r.yaml:1:1: a recipe is a group of keys")]
    [InlineData("", "r.yaml:1:1: the recipe is empty")]
    [InlineData("name: *nobody", "r.yaml:1:7: '*nobody' names no anchor written above")]
    [InlineData("name: x\ntokens: 3000000000", "r.yaml:2:9: 'tokens' must be a whole number, not '3000000000'")]
    [InlineData("name: x\nshare: .nan", "r.yaml:2:8: 'share' must be a number, not '.nan'")]
    [InlineData("name: x\nshuffle: yes", "r.yaml:2:10: 'shuffle' must be true or false, not 'yes'")]
    [InlineData("name: x\n? [a, b]\n: 1", "r.yaml:2:3: a key must be a single word")]
    [InlineData("name: x\n<<: 1", "r.yaml:2:1: unknown key '<<'")]
    public void Read_BadText_SaysWhere(string text, string expected)
    {
        var problems = Problems(text);

        Assert.StartsWith(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NullForANullableSetting_IsNone()
    {
        Assert.Null(Good("name: x\nthere: ~").There);
    }

    [Fact]
    public void Read_AnchorAndAlias_AreTheSameValue()
    {
        var spec = Good("name: x\ninner: &i { rate: 0.75 }\nnamed: { a: *i }");

        Assert.Equal(0.75f, spec.Named["a"].Rate);
    }

    [Fact]
    public void Read_BillionLaughs_IsRefused()
    {
        var text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i - 1)}", 10))}]\n"));

        Assert.Contains("aliases counted in full", Assert.Single(Problems(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeepNesting_IsRefused()
    {
        Assert.Contains("nested deeper", Assert.Single(Problems("files: " + new string('[', 100_000))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RandomBytes_NeverThrows()
    {
        var random = new Random(7);
        const string Alphabet = "abc:- \n\t[]{}\"'#&*|>!%@,?~0123.";
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

            var reading = RecipeFile.Read<SampleSpec>(text, "r.yaml", []);

            Assert.True(reading.Problems.Count > 0, $"'{text}' has no name and yet no problem");
        }
    }

    private static SampleSpec Good(string text)
    {
        var reading = RecipeFile.Read<SampleSpec>(text, "r.yaml", []);
        Assert.Empty(reading.Problems);
        return reading.Value!;
    }

    private static List<string> Problems(string text) =>
        RecipeFile.Read<SampleSpec>(text, "r.yaml", []).Problems.Select(p => p.ToString()).ToList();
}

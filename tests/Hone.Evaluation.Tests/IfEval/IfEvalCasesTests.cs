using System.Text.Json;
using Hone.Evaluation.IfEval;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.IfEval;

/// <summary>Every instruction with responses of our own making (cases.jsonl): followed, not followed, and on the edge.</summary>
public class IfEvalCasesTests
{
    public static TheoryData<int> Lines() => [.. Enumerable.Range(1, Cases.Value.Length)];

    private static Lazy<string[]> Cases { get; } = new(() => Read("ifeval.cases.jsonl"));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Score_Case_IsAsExpected(int line)
    {
        using var json = JsonDocument.Parse(Cases.Value[line - 1]);
        var expected = json.RootElement;
        var item = IfEvalDemo.Item(expected.GetProperty("id").GetString()!, expected.GetProperty("kwargs"));

        var verdict = Assert.Single(IfEvalScorer.Score(item, expected.GetProperty("response").GetString()!).Instructions);

        Assert.True(expected.GetProperty("strict").GetBoolean() == verdict.Strict, $"cases.jsonl:{line} strict: {verdict.Reason ?? "followed"}");
        Assert.True(expected.GetProperty("loose").GetBoolean() == verdict.Loose, $"cases.jsonl:{line} loose: {verdict.Reason ?? "followed"}");
        Assert.Equal(verdict.Strict, verdict.Reason is null);
    }

    [Fact]
    public void Cases_OfEveryInstruction_ThereAreFollowedAndUnfollowedOnes()
    {
        var seen = Cases.Value.Select(line => JsonDocument.Parse(line).RootElement)
            .Select(root => (root.GetProperty("id").GetString()!, root.GetProperty("strict").GetBoolean())).ToHashSet();

        Assert.Equal(25, InstructionList.All.Count);
        Assert.All(InstructionList.All.Keys, id => Assert.True(seen.Contains((id, true)) && seen.Contains((id, false)), id));
    }

    private static string[] Read(string name)
    {
        using var stream = typeof(IfEvalCasesTests).Assembly.GetManifestResourceStream(name)!;
        return new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

using System.Text.Json;
using Hone.Core.Statistics;
using Hone.Evaluation.CtiBench;

namespace Hone.Evaluation.Tests.CtiBench;

/// <summary>Every branch of every parser: cases/parsers.jsonl, one answer a line with what is read from it ("" for nothing) and why.</summary>
public class ParserCasesTests
{
    [Theory]
    [MemberData(nameof(Cases))]
    public void Parse_Case_IsReadAsItSays(string rule, string text, string expect, string why)
    {
        var read = Read(rule, text);

        Assert.True(expect == read, $"{why}: '{text}' was read as '{read}', not '{expect}'");
    }

    [Fact]
    public void Parse_NoiseOfAllKinds_NeverFails()
    {
        var random = new Xoshiro256(7);
        string[] pieces = ["A", "B)", "**", "\n", "\r\n", "CWE-", "79", "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:", "H", "T1059", ".001", ",", " ", "\0", "\u001b[31m", "\uD800", "answer", "İ", "ß", "X", "٣"];
        string[] rules = [.. Cases().Select(row => row.Data.Item1).Distinct()];

        for (var i = 0; i < 1500; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var rule in rules)
                Assert.NotNull(Read(rule, text));
        }
    }

    [Theory]
    [InlineData("answer ")]
    [InlineData("AV:N/AC:L/")]
    [InlineData("T1059.")]
    [InlineData("CWE-7 ")]
    [InlineData("1234567890")]
    [InlineData("**\n")]
    public void Parse_TenMegabytes_EndsSoon(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 10_000_000 / piece.Length));

        // A parser that goes back over what it read would not end within the life of the test run.
        foreach (var rule in Cases().Select(row => row.Data.Item1).Distinct())
            Assert.NotNull(Read(rule, text));
    }

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Cases()
    {
        using var reader = new StreamReader(typeof(ParserCasesTests).Assembly.GetManifestResourceStream("cti-bench.parsers.jsonl")!);
        while (reader.ReadLine() is { } line)
        {
            var row = JsonDocument.Parse(line).RootElement;
            yield return new(row.GetProperty("rule").GetString()!, row.GetProperty("text").GetString()!, row.GetProperty("expect").GetString()!, row.GetProperty("why").GetString()!);
        }
    }

    private static string Read(string rule, string text) => rule switch
    {
        "mcq-last-line" => LastLineLetter.Parse(text) ?? "",
        "mcq-first" => FirstLetter.Parse(text) ?? "",
        "cwe-last" => CtiRcmAnswers.LastId(text) is var id && id.StartsWith("CWE-", StringComparison.Ordinal) ? id : "",
        "cwe-first" => CtiRcmAnswers.FirstId(text) ?? "",
        "vector" => CtiVspAnswers.Answer(text) is { } vector ? CtiVspAnswers.Exact(vector) : "",
        "ids-anywhere" => string.Join(' ', TechniqueIds.Anywhere(text)),
        "ids-last-line" => string.Join(' ', TechniqueIds.OnLastLine(text)),
        _ => throw new ArgumentException(rule),
    };
}

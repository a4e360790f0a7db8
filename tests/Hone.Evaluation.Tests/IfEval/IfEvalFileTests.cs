using Hone.Core;
using Hone.Evaluation.IfEval;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.IfEval;

public class IfEvalFileTests
{
    private const string Good = """{"key": 7, "prompt": "Write. No commas.", "instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"], "kwargs": [{}, {"relation": "at least", "num_words": 2, "letter": null}]}""";

    [Fact]
    public void Read_GoodLines_AreItemsInOrder()
    {
        using var directory = new TemporaryDirectory();

        var items = IfEvalFile.Read(directory.Write("data.jsonl", $"\uFEFF{Good}\r\n\n{Good.Replace("7", "8", StringComparison.Ordinal).Replace("Write", "Say", StringComparison.Ordinal)}"));

        Assert.Equal(["7", "8"], items.Select(item => item.Key));
        Assert.Equal("Write. No commas.", items[0].Prompt);
        Assert.Equal(["punctuation:no_comma", "length_constraints:number_words"], items[0].Instructions.Select(instruction => instruction.Id));
    }

    [Theory]
    [InlineData("{", "not a JSON object")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("""{"key":1,"prompt":"\ud800","instruction_id_list":["punctuation:no_comma"],"kwargs":[{}]}""", "not a JSON object")]
    [InlineData("""{"prompt":"p","instruction_id_list":["punctuation:no_comma"],"kwargs":[{}]}""", "'key'")]
    [InlineData("""{"key":1.5,"prompt":"p","instruction_id_list":["punctuation:no_comma"],"kwargs":[{}]}""", "'key'")]
    [InlineData("""{"key":1,"instruction_id_list":["punctuation:no_comma"],"kwargs":[{}]}""", "'prompt'")]
    [InlineData("""{"key":1,"prompt":"p","kwargs":[{}]}""", "'instruction_id_list'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":[],"kwargs":[]}""", "'instruction_id_list'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["punctuation:no_comma"],"kwargs":[{},{}]}""", "1 instructions with 2 kwargs")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["punctuation:no_colon"],"kwargs":[{}]}""", "'punctuation:no_colon'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["length_constraints:number_words"],"kwargs":[{"num_words":3}]}""", "'relation'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["length_constraints:number_words"],"kwargs":[{"num_words":3,"relation":"at most"}]}""", "'relation'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["length_constraints:number_words"],"kwargs":[{"num_words":-3,"relation":"at least"}]}""", "'num_words'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["length_constraints:number_words"],"kwargs":[7]}""", "'relation'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["keywords:existence"],"kwargs":[{"keywords":[]}]}""", "'keywords'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["keywords:existence"],"kwargs":[{"keywords":["a",3]}]}""", "'keywords'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["keywords:letter_frequency"],"kwargs":[{"letter":"ab","let_relation":"at least","let_frequency":1}]}""", "'letter'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["language:response_language"],"kwargs":[{"language":"xx"}]}""", "'language'")]
    [InlineData("""{"key":1,"prompt":"p","instruction_id_list":["length_constraints:nth_paragraph_first_word"],"kwargs":[{"num_paragraphs":2,"nth_paragraph":3,"first_word":"a"}]}""", "'nth_paragraph'")]
    [InlineData(Good, "used before")]
    public void Read_BadSecondLine_NamesFileLineAndProblem(string line, string problem)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.jsonl", $"{Good}\n{line}\n");

        var error = Assert.Throws<UserError>(() => IfEvalFile.Read(path));

        Assert.StartsWith($"{path}:2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SamePromptTwiceOrNone_IsRefused()
    {
        using var directory = new TemporaryDirectory();

        Assert.Contains("asked before", Assert.Throws<UserError>(() => IfEvalFile.Read(directory.Write("twice.jsonl", $"{Good}\n{Good.Replace("7", "8", StringComparison.Ordinal)}"))).Message, StringComparison.Ordinal);
        Assert.Throws<UserError>(() => IfEvalFile.Read(directory.Write("none.jsonl", "\n")));
    }

    [Fact]
    public void Read_PublishedPrompts_KnowsEveryInstruction()
    {
        var items = IfEvalFile.Read(PublishedData.Find("benchmarks", "ifeval", "input_data.jsonl"));

        Assert.Equal(541, items.Count);
        Assert.Equal(834, items.Sum(item => item.Instructions.Count));
        Assert.Equal(InstructionList.All.Keys.Order(StringComparer.Ordinal), items.SelectMany(item => item.Instructions).Select(instruction => instruction.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Score_PublishedPromptsAnsweredByThemselves_FollowsWhatAskingItselfFollows()
    {
        var items = IfEvalFile.Read(PublishedData.Find("benchmarks", "ifeval", "input_data.jsonl"));

        var summary = IfEvalSummary.Of([.. items.Select(item => IfEvalScorer.Score(item, item.Prompt))]);
        var repeat = summary.Parts.Single(part => part.Instruction == "combination:repeat_prompt");

        // Most prompts to repeat open the prompt itself, and the wanted words stand in the request.
        Assert.InRange(repeat.Strict.Value, 0.5, 1);
        Assert.InRange(summary.Parts.Single(part => part.Instruction == "keywords:existence").Strict.Value, 0.9, 1);
        Assert.InRange(summary.PromptStrict.Value, 0.01, 0.3);
    }
}

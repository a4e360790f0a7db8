using System.Text.Json;
using Hone.Evaluation.IfEval;

namespace Hone.Evaluation.Tests.Doubles;

/// <summary>An item with one instruction, without a file.</summary>
internal static class IfEvalDemo
{
    public static IfEvalItem Item(string id, JsonElement arguments) => new()
    {
        Key = "1",
        Prompt = "prompt",
        Instructions = [new Instruction(id, InstructionList.All[id](new InstructionArguments(arguments, "demo")))],
    };

    public static IfEvalItem Item(string id, string arguments = "{}")
    {
        using var json = JsonDocument.Parse(arguments);
        return Item(id, json.RootElement);
    }

    /// <summary>Arguments that every instruction finds its own among.</summary>
    public const string AllArguments = """
        {"keywords":["a"],"keyword":"a","frequency":2,"relation":"at least","forbidden_words":["a"],"letter":"a","let_frequency":2,"let_relation":"at least",
        "language":"en","num_sentences":2,"num_paragraphs":2,"num_words":2,"nth_paragraph":1,"first_word":"a","num_placeholders":2,"postscript_marker":"P.S.",
        "num_bullets":2,"num_highlights":2,"section_spliter":"SECTION","num_sections":2,"prompt_to_repeat":"a b","end_phrase":"the end","capital_frequency":2,"capital_relation":"less than"}
        """;
}

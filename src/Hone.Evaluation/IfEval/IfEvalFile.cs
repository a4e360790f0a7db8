using System.Globalization;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Evaluation.IfEval;

/// <summary>
/// Reads IFEval (Zhou et al. 2023, arXiv 2311.07911) as published: JSONL with key, prompt, instruction_id_list and kwargs, the last
/// two of one length. Whatever could not be checked as the publisher means it is refused with its line.
/// </summary>
internal static class IfEvalFile
{
    private const int MostLineBytes = 1 << 20;
    private const long MostBytes = 100 << 20;
    private const int MostInstructions = 64;
    private const string Remedy = "Take the publisher's input_data.jsonl as it is.";

    public static IReadOnlyList<IfEvalItem> Read(string path)
    {
        var items = new List<IfEvalItem>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var prompts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in JsonLineReader.Read(path, MostLineBytes, MostBytes))
        {
            var item = Parse(line);
            if (!keys.Add(item.Key))
                throw Wrong(line, $"the key {item.Key} was used before");
            // Answers are matched to prompts by their text.
            if (!prompts.Add(item.Prompt))
                throw Wrong(line, "the same prompt was asked before");
            items.Add(item);
        }
        return items.Count > 0 ? items : throw new UserError($"{path}: no prompts in the file", Remedy);
    }

    private static IfEvalItem Parse(JsonLine line)
    {
        try
        {
            using var json = JsonDocument.Parse(line.Utf8, new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw line.Error("not a JSON object");
            return new IfEvalItem
            {
                Key = Key(line, root),
                Prompt = root.TryGetProperty("prompt", out var prompt) && prompt.ValueKind == JsonValueKind.String && prompt.GetString() is { Length: > 0 } text
                    ? text
                    : throw Wrong(line, "'prompt' is missing or not a text"),
                Instructions = Instructions(line, List(line, root, "instruction_id_list"), List(line, root, "kwargs")),
            };
        }
        // A text of half a surrogate pair is found only when it is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw line.Error("not a JSON object on one line", e);
        }
    }

    private static string Key(JsonLine line, JsonElement root)
    {
        if (root.TryGetProperty("key", out var key))
        {
            if (key.ValueKind == JsonValueKind.Number && key.TryGetInt64(out var number))
                return number.ToString(CultureInfo.InvariantCulture);
            if (key.ValueKind == JsonValueKind.String && key.GetString() is { Length: > 0 and <= 200 } text)
                return text;
        }
        throw Wrong(line, "'key' is missing, or neither a whole number nor a short text");
    }

    private static JsonElement List(JsonLine line, JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= MostInstructions
            ? list
            : throw Wrong(line, $"'{name}' is missing or not a list of 1 to {MostInstructions}");

    private static Instruction[] Instructions(JsonLine line, JsonElement ids, JsonElement arguments)
    {
        var count = ids.GetArrayLength();
        if (arguments.GetArrayLength() != count)
            throw Wrong(line, $"{count} instructions with {arguments.GetArrayLength()} kwargs");
        var instructions = new Instruction[count];
        for (var i = 0; i < count; i++)
        {
            var id = ids[i].ValueKind == JsonValueKind.String ? ids[i].GetString() ?? "" : "";
            if (!InstructionList.All.TryGetValue(id, out var check))
                throw Wrong(line, $"instruction {i + 1} ('{(id.Length > 80 ? id[..80] : id)}') is not one of IFEval's {InstructionList.All.Count}");
            instructions[i] = new Instruction(id, check(new InstructionArguments(arguments[i], $"{line.Path}:{line.Number}: {id}")));
        }
        return instructions;
    }

    private static UserError Wrong(JsonLine line, string problem) => new($"{line.Path}:{line.Number}: {problem}", Remedy);
}

using System.Text.Json;
using Hone.Core;
using Hone.Evaluation.IfEval.Checks;

namespace Hone.Evaluation.IfEval;

/// <summary>The kwargs of one instruction. What is missing or of another kind is told with the place in the file.</summary>
internal sealed class InstructionArguments(JsonElement values, string where)
{
    // Every published count is under 1,000 and every text under 1,000 characters; far above is a broken file.
    private const int MostCount = 1_000_000;
    private const int MostText = 100_000;
    private const int MostTexts = 1000;

    public int Count(string name, int least = 0)
    {
        if (!Find(name, out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
            throw Wrong(name, "is missing or not a number");
        return number >= least && number <= MostCount && number == Math.Floor(number) ? (int)number : throw Wrong(name, $"is not a whole number from {least} to {MostCount}");
    }

    public string Text(string name) => Find(name, out var value) ? TextOf(name, value) : throw Wrong(name, "is missing");

    public string[] Texts(string name)
    {
        if (!Find(name, out var value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MostTexts)
            throw Wrong(name, "is missing or not a list of texts");
        return [.. value.EnumerateArray().Select(element => TextOf(name, element))];
    }

    /// <summary>"at least" so many or "less than" so many.</summary>
    public Bound Bound(string relation, string count) => Text(relation) switch
    {
        "at least" => new Bound(AtLeast: true, Count(count)),
        "less than" => new Bound(AtLeast: false, Count(count)),
        _ => throw Wrong(relation, "is neither 'at least' nor 'less than'"),
    };

    public UserError Wrong(string name, string problem) => new($"{where}: '{name}' {problem}", "Take the publisher's input_data.jsonl as it is.");

    private string TextOf(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text || string.IsNullOrWhiteSpace(text))
            throw Wrong(name, "is empty or not a text");
        return text.Length <= MostText ? text : throw Wrong(name, $"is longer than {MostText} characters");
    }

    /// <summary>One edition of the data carries every name with null where it does not apply: null is missing.</summary>
    private bool Find(string name, out JsonElement value)
    {
        value = default;
        return values.ValueKind == JsonValueKind.Object && values.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}

using System.Text;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Evaluation.IfEval;

/// <summary>Scores a publisher's response file, JSONL with prompt and response, without any model.</summary>
public static class IfEvalAnswers
{
    private const long MostBytes = 4L << 30;
    private const string Remedy = "Every line must be one answer: {\"prompt\",\"response\"}.";

    public static IfEvalSummary Score(string dataPath, string answersPath, double confidence = 0.95)
    {
        var verdicts = Verdicts(dataPath, answersPath, out var missing, out var blank, out var unmatched);
        return IfEvalSummary.Of(verdicts, confidence) with { Unanswered = missing + blank, Unmatched = unmatched };
    }

    /// <summary>Every prompt of the data in its order; one without an answer is scored as an empty one.</summary>
    internal static IReadOnlyList<ItemVerdict> Verdicts(string dataPath, string answersPath, out int missing, out int blank, out int unmatched)
    {
        var items = IfEvalFile.Read(dataPath);
        var byPrompt = items.ToDictionary(item => item.Prompt, StringComparer.Ordinal);
        var verdicts = new Dictionary<string, ItemVerdict>(StringComparer.Ordinal);
        unmatched = blank = 0;
        foreach (var line in JsonLineReader.Read(answersPath, maxBytes: MostBytes))
        {
            var (prompt, response) = Parse(line);
            if (!byPrompt.TryGetValue(prompt, out var item))
                unmatched++;
            else if (!verdicts.TryAdd(prompt, IfEvalScorer.Score(item, response)))
                throw new UserError($"{line.Path}:{line.Number}: this prompt was answered before", "Keep one answer a prompt.");
            else
                blank += string.IsNullOrWhiteSpace(response) ? 1 : 0;
        }
        if (verdicts.Count == 0)
            throw new UserError($"{answersPath}: no answer to a prompt of {dataPath}", "Prompts must be the data's, word for word.");
        missing = items.Count - verdicts.Count;
        return [.. items.Select(item => verdicts.GetValueOrDefault(item.Prompt) ?? IfEvalScorer.Score(item, ""))];
    }

    private static (string Prompt, string Response) Parse(JsonLine line)
    {
        try
        {
            using var json = JsonDocument.Parse(line.Utf8, new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("prompt", out var prompt) || prompt.ValueKind != JsonValueKind.String)
                throw new UserError($"{line.Path}:{line.Number}: 'prompt' is missing or not a text", Remedy);
            if (!root.TryGetProperty("response", out var response) || response.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                throw new UserError($"{line.Path}:{line.Number}: 'response' is missing or not a text", Remedy);
            return (TextOf(prompt), response.ValueKind == JsonValueKind.Null ? "" : TextOf(response));
        }
        catch (JsonException e)
        {
            throw new UserError($"{line.Path}:{line.Number}: not a JSON object on one line", Remedy, e);
        }
    }

    /// <summary>Generation may stop within a character, and Python writes half of its surrogate pair: it becomes U+FFFD, not an error.</summary>
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            using var mended = JsonDocument.Parse(Mended(value.GetRawText()));
            return mended.RootElement.GetString() ?? "";
        }
    }

    private static string Mended(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length;)
        {
            var unit = UnitAt(raw, i);
            var length = unit >= 0 ? 6 : raw[i] == '\\' ? 2 : 1;
            if (unit is >= 0xD800 and <= 0xDBFF && UnitAt(raw, i + 6) is >= 0xDC00 and <= 0xDFFF)
                text.Append(raw, i, length = 12);
            else if (unit is >= 0xD800 and <= 0xDFFF)
                text.Append('\uFFFD');
            else
                text.Append(raw, i, length);
            i += length;
        }
        return text.ToString();
    }

    /// <summary>The code unit of a \uXXXX escape that begins here, or -1.</summary>
    private static int UnitAt(string raw, int at) =>
        at + 6 <= raw.Length && raw[at] == '\\' && raw[at + 1] == 'u' && int.TryParse(raw.AsSpan(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit) ? unit : -1;
}

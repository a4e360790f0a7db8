using Hone.Evaluation.IfEval.Text;

namespace Hone.Evaluation.IfEval.Checks;

/// <summary>How a response begins and ends, and the one instruction on punctuation.</summary>
internal static class StartEndChecks
{
    public static Check EndPhrase(InstructionArguments arguments)
    {
        var phrase = arguments.Text("end_phrase").Trim();
        var lower = phrase.ToLowerInvariant();
        return response => PythonText.Strip(response).Trim('"').ToString().ToLowerInvariant().EndsWith(lower, StringComparison.Ordinal)
            ? null
            : $"does not end with '{phrase}'";
    }

    public static Check Quotation(InstructionArguments arguments) => response =>
        PythonText.Strip(response) is { Length: > 1 } text && text[0] == '"' && text[^1] == '"' ? null : "not within double quotation marks";

    public static Check NoComma(InstructionArguments arguments) => response =>
        response.AsSpan().Count(',') is var commas and > 0 ? $"{commas} commas, asked for none" : null;
}

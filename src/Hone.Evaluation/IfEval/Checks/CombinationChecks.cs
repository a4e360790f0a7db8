using Hone.Evaluation.IfEval.Text;

namespace Hone.Evaluation.IfEval.Checks;

/// <summary>Two answers in one, or the request first and then its answer.</summary>
internal static class CombinationChecks
{
    private const string Divider = "******";

    public static Check TwoResponses(InstructionArguments arguments) => response =>
    {
        var parts = response.Split(Divider);
        var full = parts.Where(part => !PythonText.IsBlank(part)).ToArray();
        if (parts.Length > 2 && Array.Exists(parts[1..^1], part => PythonText.IsBlank(part)))
            return "an empty response between two dividers";
        if (full.Length != 2)
            return $"{full.Length} responses between '{Divider}', asked for 2";
        return PythonText.Strip(full[0]).SequenceEqual(PythonText.Strip(full[1])) ? "the two responses are the same" : null;
    };

    public static Check RepeatPrompt(InstructionArguments arguments)
    {
        var prompt = PythonText.Strip(arguments.Text("prompt_to_repeat")).ToString().ToLowerInvariant();
        return response => PythonText.Strip(response).ToString().ToLowerInvariant().StartsWith(prompt, StringComparison.Ordinal)
            ? null
            : "does not begin with the request word for word";
    }
}

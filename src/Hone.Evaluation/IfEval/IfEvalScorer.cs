using Hone.Evaluation.IfEval.Text;

namespace Hone.Evaluation.IfEval;

/// <summary>
/// Strict: the response as it is. Loose: an instruction counts as followed if any of eight forms of the response follows it, the
/// response without its first line, its last, both, and each of these without asterisks, for models that add a greeting or bold type.
/// </summary>
internal static class IfEvalScorer
{
    private const string Empty = "the response is empty";

    public static ItemVerdict Score(IfEvalItem item, string response)
    {
        var forms = LooseForms(response);
        var verdicts = new InstructionVerdict[item.Instructions.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            var instruction = item.Instructions[i];
            var fault = Fault(instruction, response);
            var loose = fault is null || forms.Any(form => Fault(instruction, form) is null);
            verdicts[i] = new InstructionVerdict(instruction.Id, fault is null, loose, fault);
        }
        return new ItemVerdict(item.Key, verdicts);
    }

    /// <summary>The loosened forms beside the response itself, each once.</summary>
    internal static IReadOnlyList<string> LooseForms(string response)
    {
        int first = response.IndexOf('\n', StringComparison.Ordinal), last = response.LastIndexOf('\n');
        var withoutFirst = first < 0 ? "" : PythonText.Strip(response.AsSpan(first + 1)).ToString();
        var withoutLast = last < 0 ? "" : PythonText.Strip(response.AsSpan(0, last)).ToString();
        var withoutBoth = last <= first ? "" : PythonText.Strip(response.AsSpan(first + 1, last - first - 1)).ToString();
        string[] plain = [response, withoutFirst, withoutLast, withoutBoth];
        return [.. plain.Concat(plain.Select(form => form.Replace("*", "", StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).Where(form => form.Length > 0).Skip(1)];
    }

    private static string? Fault(Instruction instruction, string response) => PythonText.IsBlank(response) ? Empty : instruction.Check(response);
}

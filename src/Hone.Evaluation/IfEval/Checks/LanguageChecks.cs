using Hone.Evaluation.IfEval.Languages;
using Hone.Evaluation.IfEval.Text;

namespace Hone.Evaluation.IfEval.Checks;

/// <summary>
/// The language of a response, and English in one case only. As at the publisher, a text without letters of any language passes.
/// Theirs (langdetect) draws lots and reads little in capitals; ours is the same each time and does not look at case.
/// </summary>
internal static class LanguageChecks
{
    private const string English = "en";

    public static Check Language(InstructionArguments arguments)
    {
        var wanted = arguments.Text("language");
        if (!ResponseLanguage.Known.Contains(wanted))
            throw arguments.Wrong("language", $"is '{wanted}', which is not one of {string.Join(", ", ResponseLanguage.Known)}");
        return response => Fault(response, wanted);
    }

    public static Check Capitals(InstructionArguments arguments) =>
        response => PythonText.IsUpper(response) ? Fault(response, English) : "not all in capital letters";

    public static Check Lowercase(InstructionArguments arguments) =>
        response => PythonText.IsLower(response) ? Fault(response, English) : "not all in small letters";

    public static Check CapitalWords(InstructionArguments arguments)
    {
        var bound = arguments.Bound("capital_relation", "capital_frequency");
        return response => bound.Fault(WordTokens.CountCapitals(response), "words in capital letters");
    }

    private static string? Fault(string response, string wanted) =>
        ResponseLanguage.Of(response) is { } language && language != wanted ? $"the language looks like '{language}', asked for '{wanted}'" : null;
}

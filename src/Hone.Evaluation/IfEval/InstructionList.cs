using System.Collections.Frozen;
using Hone.Evaluation.IfEval.Checks;

namespace Hone.Evaluation.IfEval;

/// <summary>All instructions of IFEval by the publisher's ids, and what checks each.</summary>
internal static class InstructionList
{
    public static FrozenDictionary<string, Func<InstructionArguments, Check>> All { get; } = new Dictionary<string, Func<InstructionArguments, Check>>
    {
        ["keywords:existence"] = KeywordChecks.Existence,
        ["keywords:frequency"] = KeywordChecks.Frequency,
        ["keywords:forbidden_words"] = KeywordChecks.Forbidden,
        ["keywords:letter_frequency"] = KeywordChecks.Letter,
        ["language:response_language"] = LanguageChecks.Language,
        ["length_constraints:number_sentences"] = LengthChecks.Sentences,
        ["length_constraints:number_paragraphs"] = LengthChecks.Paragraphs,
        ["length_constraints:number_words"] = LengthChecks.Words,
        ["length_constraints:nth_paragraph_first_word"] = LengthChecks.FirstWord,
        ["detectable_content:number_placeholders"] = ContentChecks.Placeholders,
        ["detectable_content:postscript"] = ContentChecks.Postscript,
        ["detectable_format:number_bullet_lists"] = FormatChecks.Bullets,
        ["detectable_format:constrained_response"] = FormatChecks.SetAnswer,
        ["detectable_format:number_highlighted_sections"] = FormatChecks.Highlights,
        ["detectable_format:multiple_sections"] = FormatChecks.Sections,
        ["detectable_format:json_format"] = FormatChecks.Json,
        ["detectable_format:title"] = FormatChecks.Title,
        ["combination:two_responses"] = CombinationChecks.TwoResponses,
        ["combination:repeat_prompt"] = CombinationChecks.RepeatPrompt,
        ["startend:end_checker"] = StartEndChecks.EndPhrase,
        ["startend:quotation"] = StartEndChecks.Quotation,
        ["change_case:capital_word_frequency"] = LanguageChecks.CapitalWords,
        ["change_case:english_capital"] = LanguageChecks.Capitals,
        ["change_case:english_lowercase"] = LanguageChecks.Lowercase,
        ["punctuation:no_comma"] = StartEndChecks.NoComma,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

namespace Hone.Corpus.Quality;

/// <summary>
/// Heuristics in the manner of Gopher (Rae et al. 2021, appendix A) and C4 (Raffel et al. 2020), for text of this field: nothing here
/// asks for long sentences, stop words or few symbols, since a CVE, a rule, a log or a hex dump has none or many. The limits lie
/// beyond what 31,238 security documents, 2,000 CVEs and 16 kinds of logs reach; see docs/concepts/filters-and-poison.md.
/// </summary>
internal static class QualityRules
{
    public static IReadOnlyList<QualityRule> All { get; } =
    [
        Above("lost_characters", "replacement characters", m => m.ReplacementShare, 0.02, Any,
            "Characters were lost when the text was decoded: it was binary, or of another encoding."),
        Below("no_text", "share of letters", m => m.LetterShare, 0.03, m => m.Characters >= 200,
            "Numbers and signs without words teach no language."),
        Above("encoded", "share in words of over 100 characters", m => m.LongWordShare, 0.8, Any,
            "An encoded file, a key or a minified script, with too little around it that says what it is."),
        Above("links", "share in links", m => m.LinkShare, 0.75, m => m.Words >= 10,
            "A list of links says only that something is said elsewhere."),
        Above("repeated_lines", "share in repeated lines", m => m.RepeatedLineShare, 0.9, m => m.Lines >= 10,
            "The same lines again and again: a dump, a heartbeat, a broken export."),
        Above("repetition", "share that repeats", m => m.RepetitionShare, 0.97, m => m.Characters >= 1000,
            "Monitoring noise and templates: a copy of a line with another number in it."),
        Below("varied_words", "different words among 256", m => m.UniqueWordShare, 0.04, m => m.Words >= 256,
            "A handful of words over and over."),
        Above("stuffed", "share of the most frequent word", m => m.TopWordShare, 0.35, m => m.IsProse && m.Words >= 150,
            "Written for search engines: one keyword in every phrase."),
        Below("empty_words", "different content words", m => m.ContentWords, 3, Any,
            "A ticket of \"done\", a page that only has its frame left."),
        Above("boilerplate", "share of boilerplate", m => m.BoilerplateShare, 0.7, m => m.Characters < 1000,
            "What is left beside the page's frame is too little to be the page's subject."),
    ];

    private static bool Any(TextMeasures measures) => true;

    private static QualityRule Above(string name, string measure, Func<TextMeasures, double> value, double limit, Func<TextMeasures, bool> applies, string why) =>
        new(name, measure, value, limit, DropsAbove: true, applies, why);

    private static QualityRule Below(string name, string measure, Func<TextMeasures, double> value, double limit, Func<TextMeasures, bool> applies, string why) =>
        new(name, measure, value, limit, DropsAbove: false, applies, why);
}

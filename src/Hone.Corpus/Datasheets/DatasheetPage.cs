using Hone.Core.Reports;
using Hone.Core.Reports.Charts;
using Hone.Corpus.Curation;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Datasheets;

/// <summary>The datasheet as people read it: one file, charts inside.</summary>
internal static class DatasheetPage
{
    private const int MostBars = 24;
    private const int ShownOfBenchmark = 4;

    public static string Draw(Datasheet sheet) => ReportFrame.Page("Datasheet of the corpus", Markup.Of(
        $"""
        {Head(sheet)}
        {Budget(sheet)}
        {Sources(sheet)}
        {Dropped(sheet)}
        {Contamination(sheet)}
        {Repeated(sheet)}
        {Scrubbed(sheet)}
        {Terms(sheet)}
        """));

    private static Markup Head(Datasheet sheet)
    {
        long read = sheet.Sources.Sum(source => source.Read), kept = sheet.Sources.Sum(source => source.Kept);
        return Markup.Of(
            $"""
            <header>
            <p class="mark">hone<span>datasheet of the corpus</span></p>
            <h1>{Numbers.Abbreviated(sheet.Groups.Sum(group => group.TrainTokens))} tokens from {Numbers.Count(kept)} documents, out of {Numbers.Count(read)} read.</h1>
            <p class="lead">Every document left out is kept beside the corpus with its reason. {(sheet.Tlp is { } tlp ? Markup.Of($"The most restrictive label of a document inside is <b>{tlp}</b>: it holds for any model made from it.") : Markup.Empty)}</p>
            <div class="tiles">{sheet.Groups.Select(Tile)}</div>
            </header>
            """);
    }

    private static Markup Tile(GroupSheet group) => Markup.Of(
        $"""
        <div class="tile">
        <p class="tile-name">{Title(group.Group)}</p>
        <p class="tile-change">{Numbers.Abbreviated(group.TrainTokens)}</p>
        <p class="tile-values">tokens to train on, {Numbers.Count(group.TrainDocuments)} documents</p>
        <p class="tile-metric">{Numbers.Abbreviated(group.HeldOutTokens)} held out, {Numbers.Count(group.HeldOutDocuments)} documents</p>
        </div>
        """);

    private static Markup Budget(Datasheet sheet)
    {
        GroupSheet[] chosen = [.. sheet.Groups.Where(group => group.Gain is { Count: > 1 })];
        return chosen.Length == 0 ? Markup.Empty : ReportFrame.Section("What the budget buys",
            Markup.Of($"{ReportFrame.Note("Share of what all candidates cover together: words and word pairs, weighted by rarity, the second mention counting half. Chosen documents against as many tokens at random.")}<div class=\"legend\"><span class=\"line-domain\"><i class=\"stroke\"></i>chosen</span><span class=\"line-train\"><i class=\"stroke\"></i>at random</span></div>"),
            Markup.Of($"{chosen.Select(Gain)}{chosen.Where(group => group.Ladder is not null).Select(Ladder)}"));
    }

    private static Markup Gain(GroupSheet group)
    {
        IReadOnlyList<GainPoint> gain = group.Gain ?? [];
        Line[] lines =
        [
            new("chosen", "line-domain", [.. gain.Select(point => ((double)point.Tokens, point.Chosen))], Marked: true),
            new("at random", "line-train", [.. gain.Select(point => ((double)point.Tokens, point.Random))], Marked: false),
        ];
        return Markup.Of($"""<figure class="pair"><div><figcaption>{Title(group.Group)}</figcaption>{LineChart.Draw($"Coverage against tokens, {group.Group}", lines, 0, Math.Min(1, gain.Max(point => point.Chosen) * 1.05), gain[^1].Tokens, "tokens")}</div></figure>""");
    }

    private static Markup Ladder(GroupSheet group) => Markup.Of(
        $"""
        <h3>Ladder of {Title(group.Group)} <span class="quiet">each rung is the beginning of the shard</span></h3>
        <table class="compact"><thead><tr><th class="n">Budget</th><th class="n">Tokens</th><th class="n">Documents</th></tr></thead><tbody>
        {(group.Ladder ?? []).Select(rung => Markup.Of($"""<tr><td class="n">{(rung.Budget is { } budget ? Numbers.Count(budget) : "all")}</td><td class="n">{Numbers.Count(rung.Tokens)}</td><td class="n">{Numbers.Count(rung.Documents)}</td></tr>"""))}
        </tbody></table>
        """);

    private static Markup Sources(Datasheet sheet) => ReportFrame.Section("Where it comes from", ReportFrame.Note("Tokens of the documents in the corpus, held-out ones included; dates as the sources state them."), Markup.Of(
        $"""
        <figure>{BarChart.Draw("Tokens by source", [.. sheet.Sources.OrderByDescending(source => source.Tokens).Take(MostBars).Select(source => new Bar(source.Name, source.Group == CorpusSources.GeneralGroup ? "bar-general" : "bar-domain", source.Tokens, Numbers.Abbreviated(source.Tokens)))])}</figure>
        <table class="compact"><thead><tr><th>Source</th><th>Kind</th><th class="n">Read</th><th class="n">Kept</th><th class="n">Tokens</th><th>Dates</th><th>Licence</th></tr></thead><tbody>
        {sheet.Sources.Select(source => Markup.Of($"""<tr><td class="wrap">{source.Name}</td><td>{source.Kind}</td><td class="n">{Numbers.Count(source.Read)}</td><td class="n">{Numbers.Count(source.Kept)}</td><td class="n">{Numbers.Abbreviated(source.Tokens)}</td><td>{Dates(source)}</td><td class="wrap">{Licence(source)}</td></tr>"""))}
        </tbody></table>
        """));

    private static Markup Dropped(Datasheet sheet) => sheet.Dropped.Count == 0 ? Markup.Empty : ReportFrame.Section("Left out, and why",
        ReportFrame.Note("All of them, whole, are in documents/dropped.jsonl.gz, and in documents/quarantine.jsonl.gz where somebody should look at them."), Markup.Of(
        $"""
        <figure>{BarChart.Draw("Documents left out by reason", [.. sheet.Dropped.Take(MostBars).Select(drop => new Bar(Words(drop.Reason), "bar-drop", drop.Documents, Numbers.Count(drop.Documents)))])}</figure>
        {sheet.Dropped.Select(Examples)}
        """));

    private static Markup Examples(DropSheet drop) => Markup.Of(
        $"""
        <h3>{Words(drop.Reason)} <span class="quiet">{Numbers.Count(drop.Documents)}</span></h3>
        <table class="compact"><tbody>
        {drop.Examples.Select(example => Markup.Of($"""<tr><td class="wrap">{example.Source} {example.Id}<small>{example.Detail}</small></td><td class="wrap">{example.Beginning}</td></tr>"""))}
        </tbody></table>
        """);

    private static Markup Contamination(Datasheet sheet) => sheet.Benchmarks.Count == 0 ? Markup.Empty : ReportFrame.Section("Benchmarks kept out",
        ReportFrame.Note("Documents that name an id a benchmark asks about, share 13 words in a row with an item, or say nearly the same (Jaccard 0.5 of word 5-grams). Below them the nearest that stayed."), Markup.Of(
        $"""
        <figure>{BarChart.Draw("Documents removed for each benchmark", [.. sheet.Benchmarks.OrderByDescending(benchmark => benchmark.Removed).Take(MostBars).Select(benchmark => new Bar(benchmark.Benchmark, "bar-drop", benchmark.Removed, Numbers.Count(benchmark.Removed)))])}</figure>
        {sheet.Benchmarks.Select(Benchmark)}
        {Phrases("Stock phrases", "of a benchmark and of so many documents that they did not count", sheet.StockPhrases.Select(phrase => (phrase.Documents, phrase.Benchmark, phrase.Phrase)))}
        {Phrases("Common phrases", "that removed many documents: look at them, and allow what is harmless (allowed_phrases)", sheet.CommonPhrases.Select(phrase => (phrase.Documents, phrase.Benchmark, phrase.Phrase)))}
        """));

    private static Markup Phrases(string title, string about, IEnumerable<(int Documents, string Benchmark, string Phrase)> phrases) => phrases.Any() ? Markup.Of(
        $"""
        <h3>{title} <span class="quiet">{about}</span></h3>
        <table class="compact"><tbody>
        {phrases.Take(MostBars).Select(phrase => Markup.Of($"""<tr><td class="n">{Numbers.Count(phrase.Documents)}</td><td>{phrase.Benchmark}</td><td class="wrap">{phrase.Phrase}</td></tr>"""))}
        </tbody></table>
        """) : Markup.Empty;

    private static Markup Benchmark(BenchmarkReport benchmark) => Markup.Of(
        $"""
        <h3>{benchmark.Benchmark} <span class="quiet">{string.Join(", ", benchmark.ByRule.Select(rule => $"{Rule(rule.Key)} {Numbers.Count(rule.Value)}"))}</span></h3>
        <table class="compact"><tbody>
        {benchmark.Examples.Take(ShownOfBenchmark).Select(example => Match("removed", example))}{benchmark.Survivors.Take(ShownOfBenchmark).Select(survivor => Match("stayed", survivor))}
        </tbody></table>
        """);

    private static Markup Match(string what, ContaminatedDocument document) => Markup.Of(
        $"""<tr><td class="wrap">{what} <b>{document.Source}</b><small>{Rule(document.Contamination.Rule)} {document.Contamination.Similarity:0.00}, {document.Contamination.Place}</small></td><td class="wrap">{document.Contamination.Passage}</td><td class="wrap quiet">{document.Contamination.Item}</td></tr>""");

    private static string Rule(ContaminationRule rule) => rule switch
    {
        ContaminationRule.Id => "by id",
        ContaminationRule.SharedWords => "by shared words",
        _ => "near-twins",
    };

    private static Markup Repeated(Datasheet sheet) => sheet.Repeated.Count == 0 ? Markup.Empty : ReportFrame.Section("Paragraphs that many share",
        ReportFrame.Note("Notices were taken out everywhere, other prose of all documents but one."), Markup.Of(
        $"""
        <table class="compact"><thead><tr><th class="n">Documents</th><th></th><th>Paragraph</th></tr></thead><tbody>
        {sheet.Repeated.Take(MostBars).Select(paragraph => Markup.Of($"""<tr><td class="n">{Numbers.Count(paragraph.Documents)}</td><td>{(paragraph.Wholly ? "notice" : "")}</td><td class="wrap">{paragraph.Text}</td></tr>"""))}
        </tbody></table>
        """));

    private static Markup Scrubbed(Datasheet sheet) => sheet.Scrubbed.Count == 0 ? Markup.Empty : ReportFrame.Section("Replaced by pseudonyms",
        ReportFrame.Note("People, own assets and secrets found in all documents read. Attackers' indicators stay."),
        Markup.Of($"""<figure>{BarChart.Draw("Replaced values by kind", [.. sheet.Scrubbed.OrderByDescending(kind => kind.Value).Select(kind => new Bar(Words(kind.Key), "bar-domain", kind.Value, Numbers.Count(kind.Value)))])}</figure>"""));

    private static Markup Terms(Datasheet sheet) => ReportFrame.Section("Terms", ReportFrame.Note("As the sources state them. Whether a model may be passed on is for people to decide; this says what they decide about."), Markup.Of(
        $"""
        <table class="compact"><thead><tr><th>Licence</th><th class="n">Documents</th></tr></thead><tbody>
        {sheet.Licences.OrderByDescending(licence => licence.Value).Select(licence => Markup.Of($"""<tr><td class="wrap">{licence.Key}</td><td class="n">{Numbers.Count(licence.Value)}</td></tr>"""))}
        </tbody></table>
        """));

    private static string Licence(SourceSheet source)
    {
        string licences = source.Licences.Count > 2 ? $"{source.Licences.Count} licences" : string.Join("; ", source.Licences.Keys);
        return source.Tlp is { } tlp ? $"{licences}, {tlp}" : licences;
    }

    private static string Dates(SourceSheet source) => source.FirstDate is null ? "" : source.FirstDate == source.LastDate ? source.FirstDate : $"{Day(source.FirstDate)} \u2013 {Day(source.LastDate)}";

    private static string? Day(string? date) => date is { Length: > 10 } ? date[..10] : date;

    private static string Words(string reason) => reason.Replace('_', ' ');

    private static string Title(string group) => group == CorpusSources.GeneralGroup ? "General text" : "Security text";
}

using Hone.Core.Reports;
using Hone.Core.Reports.Charts;
using Hone.Evaluation.Reports.Files;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>What the model was made from and what was left out.</summary>
internal static class CorpusSection
{
    private const int MostBars = 18;

    public static Markup Draw(RunReport report)
    {
        if (report.Corpus is not { } corpus || corpus.Sources.Count + corpus.Drops.Count == 0)
            return Markup.Empty;
        var about = ReportFrame.Note("Counted while the corpus was made; every document left out is kept beside it with its reason.");
        var sources = corpus.Sources.GroupBy(source => source.Group).Select(group => Group(group.Key, [.. group]));
        return ReportFrame.Section("What it was made from", about, Markup.Of($"{sources}{Drops(corpus)}"));
    }

    private static Markup Group(string group, SourceCount[] sources)
    {
        var total = sources.Sum(source => source.Tokens);
        var ordered = sources.OrderByDescending(source => source.Tokens).ThenBy(source => source.Source, StringComparer.Ordinal).ToArray();
        var bars = ordered.Take(MostBars).Select(source => new Bar(source.Source, Style(group), source.Tokens, Text(source, total))).ToList();
        if (ordered.Length > MostBars)
            bars.Add(new Bar($"{ordered.Length - MostBars} more", "bar-rest", ordered.Skip(MostBars).Sum(s => s.Tokens), Numbers.Abbreviated(ordered.Skip(MostBars).Sum(s => s.Tokens))));
        return Markup.Of(
            $"""
            <h3>{Title(group)} <span class="quiet">{Numbers.Abbreviated(total)} tokens, {Numbers.Count(sources.Sum(s => s.Documents))} documents</span></h3>
            <figure>{BarChart.Draw($"Tokens from each source of {group}", bars)}</figure>
            """);
    }

    private static string Text(SourceCount source, double total) =>
        total > 0 ? $"{Numbers.Abbreviated(source.Tokens)} · {100 * source.Tokens / total:0.#}%" : Numbers.Abbreviated(source.Tokens);

    private static Markup Drops(CorpusCounts corpus)
    {
        if (corpus.Drops.Count == 0)
            return Markup.Empty;
        var bars = corpus.Drops.GroupBy(drop => drop.Reason).Select(reason => (Reason: reason.Key, Documents: reason.Sum(drop => drop.Documents)))
            .OrderByDescending(drop => drop.Documents).ThenBy(drop => drop.Reason, StringComparer.Ordinal).Take(MostBars)
            .Select(drop => new Bar(Names.Reason(drop.Reason), "bar-drop", drop.Documents, Numbers.Count(drop.Documents))).ToArray();
        return Markup.Of(
            $"""
            <h3>Left out, and why <span class="quiet">{Numbers.Count(corpus.Drops.Sum(drop => drop.Documents))} documents</span></h3>
            <figure>{BarChart.Draw("Documents left out for each reason", bars)}</figure>
            """);
    }

    private static string Title(string group) => group switch
    {
        "domain" => "Security text",
        "general" => "General text",
        "" => "Sources",
        _ => group,
    };

    private static string Style(string group) => group == "general" ? "bar-general" : "bar-domain";
}

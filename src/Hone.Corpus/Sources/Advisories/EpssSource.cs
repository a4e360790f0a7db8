using System.Globalization;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// FIRST's Exploit Prediction Scoring System, the daily CSV of all CVEs (first.org/epss). Nine rows of ten say "hardly ever" in the
/// same words; so only the CVEs of the top five percent (or above "?percentile=0.99") are told, in lists of at most a hundred of one year, likeliest first.
/// </summary>
internal sealed class EpssSource : IDocumentSource
{
    private const string PercentileOption = "percentile";
    private const double UsualPercentile = 0.95;
    private const int MostItems = 100;

    public string Kind => "epss";

    public string Description => "FIRST's EPSS scores (.csv, .csv.gz): the CVEs of the top five percent, listed by year";

    public bool ItemsStandAlone => true;

    public IReadOnlyList<string> Options => [PercentileOption];

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        double lowest = !reference.Options.TryGetValue(PercentileOption, out string? text) ? UsualPercentile
            : EpssScore.Share(text) ?? throw new UserError($"'{reference.Kind}:{reference.Path}': {PercentileOption}={text} is no number from 0 to 1", "The top one percent is ?percentile=0.99.");
        return FileParts.Files(reference, [".csv"], (path, relative) => ReadFile(reference, path, relative, lowest));
    }

    private static List<SourceItem> ReadFile(SourceReference reference, string path, string relative, double lowest)
    {
        var items = new List<SourceItem>();
        var top = new List<EpssScore>();
        string? date = null;
        bool headed = false;
        foreach (CsvRow row in CsvRows.Read(path))
        {
            if (row.Fields[0].TrimStart('\uFEFF').StartsWith('#'))
                date = row.Fields.FirstOrDefault(field => field.StartsWith("score_date:", StringComparison.Ordinal)) is { Length: >= 21 } stated ? stated[11..21] : date;
            else if (!headed && row.Fields is not ["cve", "epss", "percentile", ..])
                throw new UserError($"{path}:{row.Line}: no columns cve, epss and percentile", "EPSS scores are at https://www.first.org/epss/data_stats.");
            else if (!headed)
                headed = true;
            else if (EpssScore.Of(row.Fields) is not { } score)
                items.Add(SourceItem.Broken(reference, $"{relative}:{row.Line}", "not a CVE with two numbers from 0 to 1"));
            else if (score.Percentile >= lowest)
                top.Add(score);
        }
        items.AddRange(top.GroupBy(score => score.Year).OrderBy(year => year.Key)
            .SelectMany(year => year.OrderByDescending(s => s.Probability).ThenBy(s => s.Cve, StringComparer.Ordinal).Chunk(MostItems)
                .Select((scores, i) => Tell(reference, relative, date, year.Key, scores, i + 1))));
        return items;
    }

    private static SourceItem Tell(SourceReference reference, string relative, string? date, int year, EpssScore[] scores, int number)
    {
        string title = $"CVEs of {year} likely to be exploited{(date is null ? "" : $", as of {date}")}{(number > 1 ? $" ({number})" : "")}";
        var text = new MarkdownBuilder().Heading(1, title)
            .Paragraph("By EPSS, the Exploit Prediction Scoring System of FIRST: the probability that a vulnerability is exploited within 30 days.");
        foreach (EpssScore score in scores)
            text.Item(score.Sentence());
        return SourceItem.Keep(new Document
        {
            Id = $"{relative}:CVE-{year}:{number}",
            Source = reference.Name,
            Title = title,
            Text = text.ToString(),
            Url = "https://www.first.org/epss/",
            Date = date,
            Licence = "EPSS usage agreement (FIRST)",
            Tlp = reference.Tlp,
        });
    }

    private readonly record struct EpssScore(string Cve, int Year, double Probability, double Percentile)
    {
        public static EpssScore? Of(IReadOnlyList<string> fields) =>
            fields.Count >= 3 && fields[0].StartsWith("CVE-", StringComparison.Ordinal) && fields[0].Length is >= 13 and < 30
            && int.TryParse(fields[0].AsSpan(4, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            && Share(fields[1]) is { } probability && Share(fields[2]) is { } percentile
                ? new EpssScore(fields[0], year, probability, percentile)
                : null;

        public string Sentence() => string.Create(CultureInfo.InvariantCulture,
            $"{Cve} is exploited with a probability of {100 * Probability:0.#}%, more than {100 * Percentile:0.#}% of all CVEs.");

        public static double? Share(string field) =>
            double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1 ? share : null;
    }
}

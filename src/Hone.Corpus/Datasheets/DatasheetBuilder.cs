using Hone.Core.Documents;
using Hone.Core.Security;
using Hone.Corpus.Curation;
using Hone.Corpus.Curation.Spill;

namespace Hone.Corpus.Datasheets;

/// <summary>Told of every document once, in the order of the store, it adds up the datasheet.</summary>
internal sealed class DatasheetBuilder(CorpusSources sources)
{
    private const int MostExamples = 5;
    private const int MostRepeated = 50;
    private const int BeginningCharacters = 160;
    private const string Unstated = "unstated";

    private readonly SourceSheet[] _sources = [.. sources.All.Select((source, i) => new SourceSheet { Name = source.Name, Group = sources.GroupOf(i), Kind = source.Kind })];
    private readonly SortedDictionary<string, (long Count, List<DropExample> Examples)> _dropped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _scrubbed = new(StringComparer.Ordinal);
    private TrafficLight? _strictest;

    public void Read(PreparedHead head, int characters)
    {
        SourceSheet source = _sources[head.Source];
        source.Read++;
        source.Characters += characters;
        foreach ((string kind, int count) in head.Scrubbed ?? PreparedDocument.EmptyCounts)
            _scrubbed[kind] = _scrubbed.GetValueOrDefault(kind) + count;
    }

    public void Drop(PreparedHead head, string reason, string? detail, string text)
    {
        (long count, List<DropExample> examples) = _dropped.TryGetValue(reason, out var known) ? known : (0, []);
        if (examples.Count < MostExamples)
            examples.Add(new DropExample(head.Document.Source, head.Document.Id, detail, Beginning(text)));
        _dropped[reason] = (count + 1, examples);
    }

    public void Keep(int source, Document document, int tokens)
    {
        SourceSheet sheet = _sources[source];
        sheet.Kept++;
        sheet.Tokens += tokens;
        string licence = document.Licence ?? Unstated;
        sheet.Licences[licence] = sheet.Licences.GetValueOrDefault(licence) + 1;
        if (document.Date is { Length: >= 4 } date)
        {
            sheet.FirstDate = string.CompareOrdinal(sheet.FirstDate ?? "~", date) > 0 ? date : sheet.FirstDate;
            sheet.LastDate = string.CompareOrdinal(sheet.LastDate ?? "", date) < 0 ? date : sheet.LastDate;
        }
        if (document.Tlp is { } label && TrafficLights.Parse(label) is { } light)
        {
            sheet.Tlp = Strictest(sheet.Tlp is { } known ? TrafficLights.Parse(known) : null, light).Label();
            _strictest = Strictest(_strictest, light);
        }
    }

    public Datasheet Make(CorpusCounts counts, CorpusDecisions corpus) => new()
    {
        Sources = _sources,
        Tlp = _strictest?.Label(),
        Licences = new SortedDictionary<string, long>(_sources.SelectMany(source => source.Licences).GroupBy(licence => licence.Key).ToDictionary(group => group.Key, group => group.Sum(licence => licence.Value)), StringComparer.Ordinal),
        Dropped = [.. _dropped.Select(drop => new DropSheet(drop.Key, drop.Value.Count, drop.Value.Examples)).OrderByDescending(drop => drop.Documents).ThenBy(drop => drop.Reason, StringComparer.Ordinal)],
        Scrubbed = _scrubbed,
        Repeated = [.. (corpus.Texts.Repeated?.Paragraphs ?? []).Take(MostRepeated)],
        Benchmarks = corpus.Contamination?.Benchmarks ?? [],
        StockPhrases = [.. corpus.StockPhrases.Take(MostRepeated)],
        CommonPhrases = corpus.Contamination?.CommonPhrases ?? [],
        Groups = [.. counts.Groups.Select(group => new GroupSheet(group.Key, group.Value.Train.Documents, group.Value.Train.Tokens, group.Value.Heldout.Documents, group.Value.Heldout.Tokens, group.Value.Ladder, group.Value.Gain))],
    };

    private static TrafficLight Strictest(TrafficLight? a, TrafficLight b) => a is { } known && known > b ? known : b;

    private static string Beginning(string text)
    {
        int length = Math.Min(text.Length, BeginningCharacters);
        if (length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]))
            length--;
        return text[..length].ReplaceLineEndings(" ");
    }
}

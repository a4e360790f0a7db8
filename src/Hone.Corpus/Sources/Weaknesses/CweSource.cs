using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Weaknesses;

/// <summary>CWE from MITRE's XML or CSV export, or merged as JSON Lines. Relations name weaknesses that come later.</summary>
internal sealed class CweSource : IDocumentSource
{
    public string Kind => "cwe";

    public string Description => "MITRE CWE as its XML or CSV export, or as JSON Lines (.xml, .csv, .jsonl)";

    public bool ItemsStandAlone => true;

    public IEnumerable<SourcePart> Parts(SourceReference reference) => FileParts.Files(reference, [".xml", ".csv", ".jsonl"], (path, _) =>
    {
        Weakness[] all = [.. ReadFile(path)];
        var names = all.DistinctBy(weakness => weakness.Number).ToDictionary(weakness => weakness.Number, weakness => weakness.Name);
        return all.Select(weakness => Tell(weakness, names, reference));
    });

    private static IEnumerable<Weakness> ReadFile(string path) =>
        SourceFiles.HasEnding(path, ".csv") ? CweCsv.Read(path)
        : SourceFiles.HasEnding(path, ".jsonl") ? CweJsonLines.Read(path)
        : CweXml.Read(path);

    private static SourceItem Tell(Weakness weakness, IReadOnlyDictionary<string, string> names, SourceReference reference)
    {
        var document = new Document
        {
            Id = $"CWE-{weakness.Number}",
            Source = reference.Name,
            Title = weakness.Label,
            Text = WeaknessStory.Tell(weakness, names),
            Url = $"https://cwe.mitre.org/data/definitions/{weakness.Number}.html",
            Licence = "MITRE CWE terms of use",
        };
        return weakness.Status is "Deprecated" or "Obsolete" || weakness.Name.StartsWith("DEPRECATED", StringComparison.OrdinalIgnoreCase)
            ? SourceItem.Drop(document, Reasons.Deprecated)
            : SourceItem.Keep(document);
    }
}

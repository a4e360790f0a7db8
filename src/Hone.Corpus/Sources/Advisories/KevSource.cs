using System.Text.Json;
using Hone.Core;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// CISA's catalogue of Known Exploited Vulnerabilities, as JSON or as CSV (cisa.gov/known-exploited-vulnerabilities-catalog).
/// Of a folder with both the JSON is read.
/// </summary>
internal sealed class KevSource : IDocumentSource
{
    private static readonly string[] _columns =
        ["cveID", "vendorProject", "product", "vulnerabilityName", "dateAdded", "shortDescription", "requiredAction", "dueDate", "knownRansomwareCampaignUse", "notes", "cwes"];

    public string Kind => "kev";

    public string Description => "CISA's Known Exploited Vulnerabilities (.json or .csv)";

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        bool csv = SourceFiles.Of(reference, ".json", ".jsonl", ".csv").All(file => SourceFiles.HasEnding(file.Path, ".csv"));
        return csv
            ? FileParts.Files(reference, [".csv"], (path, relative) => ReadCsv(reference, path, relative))
            : JsonRecords.Parts(reference, new JsonRecordKind("an entry of the catalogue with a cveID", ["vulnerabilities"], (record, _) => OfJson(record) is { } entry ? [entry.ToItem(reference)] : null));
    }

    private static KevEntry? OfJson(JsonElement record) =>
        KevEntry.Of(column => column == "cwes" ? string.Join(", ", record.Texts(column)) : record.Text(column));

    private static IEnumerable<SourceItem> ReadCsv(SourceReference reference, string path, string relative)
    {
        Dictionary<string, int>? places = null;
        foreach (CsvRow row in CsvRows.Read(path))
        {
            if (places is null)
            {
                places = _columns.ToDictionary(column => column, column => row.Fields.ToList().FindIndex(field => field.Trim('\uFEFF', ' ') == column));
                if (places["cveID"] < 0)
                    throw new UserError($"{path}:{row.Line}: no column cveID", "Is this CISA's catalogue?");
                continue;
            }
            KevEntry? entry = KevEntry.Of(column => places[column] is >= 0 and var place && place < row.Fields.Count ? row.Fields[place] : null);
            yield return entry?.ToItem(reference) ?? SourceItem.Broken(reference, $"{relative}:{row.Line}", "no CVE id in this row");
        }
    }
}

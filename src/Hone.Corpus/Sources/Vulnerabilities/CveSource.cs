namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>
/// CVEs: CVE 5 records as single files, a folder of them (only CVE-*.json: the published folder holds other files too), a JSON
/// array, or JSON Lines of records or of merged objects.
/// </summary>
internal sealed class CveSource : IDocumentSource
{
    public string Kind => "cve";

    public string Description => "CVE 5 records (.json, a folder of CVE-*.json, .jsonl) or merged CVEs (.jsonl)";

    public IEnumerable<SourcePart> Parts(SourceReference reference) => JsonRecords.Parts(reference, new JsonRecordKind(
        "a CVE 5 record or an object with id and description", [],
        (record, _) => (CveRecord.Parse(record) ?? MergedCve.Parse(record)) is { } vulnerability
            ? [vulnerability.ToItem(reference, $"https://www.cve.org/CVERecord?id={vulnerability.Id}", "CVE terms of use")]
            : null)
    {
        Takes = name => SourceFiles.HasEnding(name, ".jsonl", ".ndjson") || name.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase),
    });
}

namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>NVD: year feeds of version 1.1 and 2.0 and pages of API 2.0, packed or not; JSON Lines of their records.</summary>
internal sealed class NvdSource : IDocumentSource
{
    public string Kind => "nvd";

    public string Description => "NVD year feeds (1.1, 2.0) and pages of its API 2.0 (.json, .json.gz), a file or a folder";

    public IEnumerable<SourcePart> Parts(SourceReference reference) => JsonRecords.Parts(reference, new JsonRecordKind(
        "a CVE of NVD's feeds or API", ["CVE_Items", "vulnerabilities"],
        (record, _) => NvdRecord.Parse(record) is { } vulnerability
            ? [vulnerability.ToItem(reference, $"https://nvd.nist.gov/vuln/detail/{vulnerability.Id}", "Public domain (NVD)")]
            : null));
}

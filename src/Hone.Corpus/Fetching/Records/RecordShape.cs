namespace Hone.Corpus.Fetching.Records;

/// <summary>Where a record of a source has its id and the time of its last change, and which file it belongs in.</summary>
internal sealed record RecordShape(string[] IdPath, string[] StampPath, Func<string, string?> FileOf)
{
    public static RecordShape Cve { get; } = new(["cveMetadata", "cveId"], ["cveMetadata", "dateUpdated"], id => FileOfCve("cve", id));

    public static RecordShape Nvd { get; } = new(["cve", "id"], ["cve", "lastModified"], id => FileOfCve("nvd", id));

    public static RecordShape Note { get; } = new(["idnumber"], ["dateupdated"], _ => "certcc/notes.jsonl.gz");

    public string? Id(ReadOnlySpan<byte> record) => JsonField.Find(record, IdPath);

    /// <summary>ISO 8601 in one zone: ordinal order is that of time. A record without one is older than any other.</summary>
    public string Stamp(ReadOnlySpan<byte> record) => JsonField.Find(record, StampPath) ?? "";

    /// <summary>By the year in the id, so that an update of some days rewrites few files. Ids come from a server: only digits make a name.</summary>
    private static string? FileOfCve(string folder, string id) =>
        id.Length is >= 13 and <= 24 && id.StartsWith("CVE-", StringComparison.Ordinal) && id[8] == '-' && id.AsSpan(4, 4).IndexOfAnyExceptInRange('0', '9') < 0 && id.AsSpan(9).IndexOfAnyExceptInRange('0', '9') < 0
            ? $"{folder}/{folder}-{id.AsSpan(4, 4)}.jsonl.gz"
            : null;
}

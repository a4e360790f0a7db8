using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>
/// CVEs: CVE 5 records as single files, a folder of them (only CVE-*.json: the published folder holds other files too), a JSON
/// array, or JSON Lines of records or of merged objects.
/// </summary>
internal sealed class CveSource : IDocumentSource
{
    public string Kind => "cve";

    public string Description => "CVE 5 records (.json, a folder of CVE-*.json, .jsonl) or merged CVEs (.jsonl)";

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        bool folder = Directory.Exists(reference.Path);
        foreach ((string path, string relative) in SourceFiles.Of(reference, ".json", ".jsonl"))
        {
            if (SourceFiles.HasEnding(path, ".jsonl"))
                foreach (SourcePart part in FileParts.Lines(reference, path, relative, line => [ReadLine(line, reference)]))
                    yield return part;
            else if (!folder || Path.GetFileName(path).StartsWith("CVE-", StringComparison.OrdinalIgnoreCase))
                yield return new SourcePart(relative, () => FileParts.OrBroken(reference, relative, () => ReadFile(path, relative, reference)));
        }
    }

    private static SourceItem ReadLine(JsonLine line, SourceReference reference)
    {
        using JsonDocument json = JsonText.ReadLine(line);
        return Tell(json.RootElement, reference, problem => line.Error(problem));
    }

    private static SourceItem[] ReadFile(string path, string relative, SourceReference reference)
    {
        using JsonDocument json = JsonText.ReadFile(path);
        JsonElement[] records = json.RootElement.ValueKind == JsonValueKind.Array ? [.. json.RootElement.EnumerateArray()] : [json.RootElement];
        return [.. records.SelectMany((record, i) => FileParts.OrBroken(reference, $"{relative}[{i}]", () =>
            [Tell(record, reference, problem => new UserError($"{path}[{i}]: {problem}", "CVE 5 records are at github.com/CVEProject/cvelistV5."))]))];
    }

    private static SourceItem Tell(JsonElement json, SourceReference reference, Func<string, UserError> error)
    {
        Vulnerability vulnerability;
        try
        {
            vulnerability = CveRecord.Parse(json) ?? MergedCve.Parse(json) ?? throw error("neither a CVE 5 record nor an object with id and description");
        }
        catch (InvalidOperationException)
        {
            throw error("text that is not Unicode: half of a surrogate pair");
        }
        var document = new Document
        {
            Id = vulnerability.Id,
            Source = reference.Name,
            Title = vulnerability.Title is null ? vulnerability.Id : $"{vulnerability.Id} {vulnerability.Title}",
            Text = VulnerabilityStory.Tell(vulnerability),
            Url = $"https://www.cve.org/CVERecord?id={vulnerability.Id}",
            Date = vulnerability.Published is { Length: > 0 } date ? date : null,
            Licence = "CVE terms of use",
        };
        return vulnerability.Rejected ? SourceItem.Drop(document, Reasons.Rejected)
            : string.IsNullOrWhiteSpace(vulnerability.Description) ? SourceItem.Drop(document, Reasons.Empty)
            : SourceItem.Keep(document);
    }
}

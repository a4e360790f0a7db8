using System.Text.Json;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources.Advisories;

/// <summary>
/// Vulnerability notes of CERT/CC: as VINCE's public interface gives them (vuid, name; new notes are one Markdown text in
/// "overview"), or as flat objects with id, title and the sections. Most old notes are a title and two stock sentences: those tell
/// nothing and are dropped as empty.
/// </summary>
internal sealed class CertSource : IDocumentSource
{
    /// <summary>Notes of the nineties say "unknown" or "root access" under a file name.</summary>
    private const int LeastCharacters = 60;

    private static readonly (string Name, string Heading)[] _sections =
    [
        ("overview", "Overview"), ("description", "Description"), ("clean_desc", "Description"), ("impact", "Impact"),
        ("resolution", "Solution"), ("workarounds", "Workarounds"), ("sysaffected", "Systems affected"),
    ];

    private static readonly string[] _stock =
        ["The complete impact of this vulnerability is not yet known.", "currently unaware of a practical solution to this problem."];

    public string Kind => "certcc";

    public string Description => "CERT/CC vulnerability notes (.json as VINCE gives them, .jsonl)";

    public IEnumerable<SourcePart> Parts(SourceReference reference) => JsonRecords.Parts(reference, new JsonRecordKind(
        "a vulnerability note with vuid and name, or id and title", ["notes", "results"], (record, _) => Read(record, reference) is { } item ? [item] : null));

    private static SourceItem? Read(JsonElement note, SourceReference reference)
    {
        string? id = note.Text("vuid") ?? (note.Text("idnumber") is { } number ? $"VU#{number}" : note.Text("id"));
        if (id?.StartsWith("VU#", StringComparison.OrdinalIgnoreCase) != true || (note.Child("name") ?? note.Child("title")) is null)
            return null;
        string title = MarkdownBuilder.OneLine($"{id} {note.Text("name") ?? note.Text("title")}");
        string[] cves = [.. note.Texts("cve").Concat(note.Texts("cveids")).Select(cve => cve.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase) ? cve : $"CVE-{cve}").Distinct()];
        var text = new MarkdownBuilder().Heading(1, title);
        if (cves.Length > 0)
            text.Paragraph($"{id} is about {string.Join(", ", cves)}.");
        int told = 0;
        foreach ((string section, string heading) in _sections)
        {
            string content = Section(note.Text(section));
            told += content.Length;
            if (content.StartsWith('#') || section == "overview")
                text.Paragraph(content);
            else
                text.Heading(2, heading).Paragraph(content);
        }
        string? date = note.Text("date") ?? note.Text("publicdate") ?? note.Text("datefirstpublished");
        var document = new Document
        {
            Id = id,
            Source = reference.Name,
            Title = title,
            Text = text.ToString(),
            Url = $"https://kb.cert.org/vuls/id/{id[3..]}",
            Date = Advisory.Day(date),
            Licence = reference.Licence ?? "CERT/CC terms of use",
            Tlp = reference.Tlp,
        };
        SourceItem item = told == 0 ? SourceItem.Drop(document, Reasons.Empty, "only stock sentences")
            : told < LeastCharacters ? SourceItem.Drop(document, Reasons.TooShort)
            : SourceItem.Keep(document);
        return item with { Related = string.Join(' ', cves) };
    }

    /// <summary>A section without the sentences that every note has until somebody knows more.</summary>
    private static string Section(string? text)
    {
        if (text is null)
            return "";
        string[] paragraphs = text.ReplaceLineEndings("\n").Split("\n\n");
        return string.Join("\n\n", paragraphs.Select(p => p.Trim()).Where(p => p.Length > 0 && !IsStock(p)));
    }

    private static bool IsStock(string paragraph) => paragraph.TrimEnd('.').Equals("none", StringComparison.OrdinalIgnoreCase) || paragraph.Length < 90 && Array.Exists(_stock, stock => paragraph.EndsWith(stock, StringComparison.OrdinalIgnoreCase));
}

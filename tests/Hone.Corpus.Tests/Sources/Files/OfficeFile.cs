using System.IO.Compression;
using System.Text;

namespace Hone.Corpus.Tests.Sources.Files;

/// <summary>Makes small Office files from the XML of their parts.</summary>
internal static class OfficeFile
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public const string Styles = """
        <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
        <w:style w:type="paragraph" w:styleId="H2"><w:name w:val="My heading"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
        <w:style w:type="paragraph" w:styleId="Quelltext"><w:name w:val="Source Code"/></w:style>
        <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
        <w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        """;

    public const string Numbering = """
        <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
        """;

    public static byte[] Docx(string body, string footnotes = "", string core = "") => Zip(
        ("_rels/.rels", Rels(("r1", "officeDocument", "word/document.xml"), ("r2", "core-properties", "docProps/core.xml"))),
        ("word/_rels/document.xml.rels", Rels(("s", "styles", "styles.xml"), ("n", "numbering", "numbering.xml"), ("f", "footnotes", "/word/footnotes.xml"))
            .Replace("</Relationships>", $"<Relationship Id=\"x\" Type=\"{Relations}/image\" Target=\"http://192.0.2.1/pixel.png\" TargetMode=\"External\"/></Relationships>", StringComparison.Ordinal)),
        ("word/document.xml", $"<w:document xmlns:w=\"{Word}\" xmlns:mc=\"urn:mc\"><w:body>{body}</w:body></w:document>"),
        ("word/styles.xml", $"<w:styles xmlns:w=\"{Word}\">{Styles}</w:styles>"),
        ("word/numbering.xml", $"<w:numbering xmlns:w=\"{Word}\">{Numbering}</w:numbering>"),
        ("word/footnotes.xml", $"<w:footnotes xmlns:w=\"{Word}\">{footnotes}</w:footnotes>"),
        ("docProps/core.xml", $"<cp:coreProperties xmlns:cp=\"urn:cp\" xmlns:dc=\"urn:dc\" xmlns:dcterms=\"urn:dct\">{core}</cp:coreProperties>"));

    /// <param name="sheets">Name, state and the rows' XML of each sheet.</param>
    public static byte[] Xlsx(string strings, string formats, params (string Name, string State, string Rows)[] sheets)
    {
        var parts = new List<(string, string)>
        {
            ("_rels/.rels", Rels(("r1", "officeDocument", "xl/workbook.xml"))),
            ("xl/_rels/workbook.xml.rels", Rels([.. sheets.Select((_, i) => ($"s{i}", "worksheet", $"worksheets/sheet{i}.xml")), ("t", "sharedStrings", "sharedStrings.xml"), ("y", "styles", "styles.xml")])),
            ("xl/workbook.xml", $"<workbook xmlns=\"{Sheet}\" xmlns:r=\"{Relations}\"><sheets>{string.Concat(sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\" state=\"{s.State}\" r:id=\"s{i}\"/>"))}</sheets></workbook>"),
            ("xl/sharedStrings.xml", $"<sst xmlns=\"{Sheet}\">{strings}</sst>"),
            ("xl/styles.xml", $"<styleSheet xmlns=\"{Sheet}\">{formats}</styleSheet>"),
        };
        parts.AddRange(sheets.Select((s, i) => ($"xl/worksheets/sheet{i}.xml", $"<worksheet xmlns=\"{Sheet}\">{s.Rows}</worksheet>")));
        return Zip([.. parts]);
    }

    public static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach ((string name, string content) in parts)
            {
                using Stream part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }
        return file.ToArray();
    }

    private static string Rels(params (string Id, string Type, string Target)[] relations) =>
        $"<Relationships>{string.Concat(relations.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"{Relations}/{r.Type}\" Target=\"{r.Target}\"/>"))}</Relationships>";
}

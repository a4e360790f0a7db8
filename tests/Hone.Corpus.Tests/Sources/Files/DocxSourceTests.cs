using System.Text;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Files;

public sealed class DocxSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Report_IsMarkdown()
    {
        byte[] file = OfficeFile.Docx(
            Styled("Titel", "Incident 17") + Styled("TOC1", "Contents 1") + Styled("berschrift1", "What happened") + P("A phish", "ing mail.")
            + Listed(1, 0, "first") + Listed(1, 1, "inner") + Listed(2, 0, "one") + Listed(2, 0, "two") + Styled("ListBullet", "by style")
            + Styled("H2", "Indicators") + Table(["Kind", "Value"], ["url", "hxxp://a|b"]) + Styled("Quelltext", "  rundll32 a.dll") + Styled("Quelltext", "exit"),
            core: "<dc:title>Ignored</dc:title><dcterms:created>2024-03-01T10:00:00Z</dcterms:created>");

        SourceItem item = Read(file);

        Assert.Equal("""
            # Incident 17

            # What happened

            A phishing mail.

            - first
              - inner
            1. one
            2. two
            - by style

            ## Indicators

            | Kind | Value |
            |---|---|
            | url | hxxp://a\|b |

            ```
              rundll32 a.dll
            exit
            ```
            """.Replace("# Incident 17\n\n", "", StringComparison.Ordinal), item.Document.Text);
        Assert.Equal(("Incident 17", "2024-03-01"), (item.Document.Title, item.Document.Date));
    }

    [Theory]
    [InlineData("<w:del><w:r><w:delText>SECRET</w:delText></w:r></w:del>")]
    [InlineData("<w:moveFrom><w:r><w:t>SECRET</w:t></w:r></w:moveFrom>")]
    [InlineData("<w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET</w:t></w:r>")]
    [InlineData("<w:r><w:rPr><w:sz w:val=\"2\"/></w:rPr><w:t>SECRET</w:t></w:r>")]
    [InlineData("<w:r><w:rPr><w:color w:val=\"ffffff\"/></w:rPr><w:t>SECRET</w:t></w:r>")]
    [InlineData("<w:r><w:instrText>SECRET</w:instrText></w:r>")]
    [InlineData("<mc:AlternateContent><mc:Fallback><w:r><w:t>SECRET</w:t></w:r></mc:Fallback></mc:AlternateContent>")]
    public void Read_WhatNobodySees_IsLeftOut(string run)
    {
        string text = Read(OfficeFile.Docx($"<w:p><w:r><w:t>seen </w:t></w:r>{run}<w:r><w:t>too</w:t></w:r></w:p>")).Document.Text;

        Assert.Equal("seen too", text);
    }

    [Theory]
    [InlineData("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>", "new")]
    [InlineData("<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>", "link")]
    [InlineData("<w:r><w:rPr><w:vanish w:val=\"false\"/></w:rPr><w:t>shown</w:t></w:r>", "shown")]
    [InlineData("<w:r><w:t>run </w:t></w:r><w:r><w:rPr><w:rFonts w:ascii=\"Consolas\"/></w:rPr><w:t>whoami /all</w:t></w:r><w:r><w:t> first</w:t></w:r>", "run `whoami /all` first")]
    [InlineData("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/></w:r>", "a\nb-")]
    [InlineData("<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r>", "boxed")]
    public void Read_Run_GivesItsText(string run, string text) => Assert.Equal(text, Read(OfficeFile.Docx($"<w:p>{run}</w:p>")).Document.Text);

    [Fact]
    public void Read_Footnotes_StandAtTheEnd()
    {
        byte[] file = OfficeFile.Docx("<w:p><w:r><w:t>Seen</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
            "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p/></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>By the SOC.</w:t></w:r></w:p></w:footnote><w:footnote w:id=\"3\"><w:p><w:r><w:t>unused</w:t></w:r></w:p></w:footnote>");

        Assert.Equal("Seen[^2]\n\n[^2]: By the SOC.", Read(file).Document.Text);
    }

    [Fact]
    public void Read_BoxOfOneCell_IsAParagraph() => Assert.Equal("Note: act now.", Read(OfficeFile.Docx(Table(["Note: act now."]))).Document.Text);

    [Fact]
    public void Read_DeepNesting_EndsQuietly()
    {
        string open = string.Concat(Enumerable.Repeat("<w:tbl><w:tr><w:tc>", 2_000)), close = string.Concat(Enumerable.Repeat("</w:tc></w:tr></w:tbl>", 2_000));

        Assert.True(Read(OfficeFile.Docx(open + P("deep") + close + P("after"))).Verdict.Kept);
    }

    [Fact]
    public void Read_DocumentTypeOrEntities_IsBroken()
    {
        byte[] file = OfficeFile.Zip(("word/document.xml", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><document><body><p><r><t>&a;</t></r></p></body></document>"));

        Assert.Equal("broken", Read(file).Verdict.Reason);
    }

    [Fact]
    public void Read_Bomb_IsBroken()
    {
        byte[] file = OfficeFile.Zip(("word/document.xml", $"<document><body><p><r><t>{new string(' ', 60 << 20)}</t></r></p></body></document>"));

        SourceItem item = Read(file);

        Assert.Equal("broken", item.Verdict.Reason);
        Assert.Contains("unpacks", item.Verdict.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EncryptedPackage", "password")]
    [InlineData("WordDocument", "before 2007")]
    public void Read_OldOrEncrypted_IsDroppedWithReason(string stream, string reason)
    {
        SourceItem item = Read([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[64], .. Encoding.Unicode.GetBytes(stream)]);

        Assert.Equal("unreadable", item.Verdict.Reason);
        Assert.Contains(reason, item.Verdict.Detail, StringComparison.Ordinal);
    }

    private SourceItem Read(byte[] file)
    {
        File.WriteAllBytes(_folder["report.docx"], file);
        return Assert.Single(_folder.Read("docx", "report.docx"));
    }

    private static string P(params string[] runs) => $"<w:p>{string.Concat(runs.Select(run => $"<w:r><w:t xml:space=\"preserve\">{run}</w:t></w:r>"))}</w:p>";

    private static string Styled(string style, string text) => $"<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>";

    private static string Listed(int list, int level, string text) => $"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static string Table(params string[][] rows) => $"<w:tbl>{string.Concat(rows.Select(row => $"<w:tr>{string.Concat(row.Select(cell => $"<w:tc>{P(cell)}</w:tc>"))}</w:tr>"))}</w:tbl>";
}

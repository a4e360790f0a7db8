using Hone.Core;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Files;

public sealed class XlsxSourceTests : IDisposable
{
    private const string Formats = """
        <numFmts><numFmt numFmtId="170" formatCode="[$-407]d. mmm yyyy;@"/><numFmt numFmtId="171" formatCode="0.00 &quot;days&quot;"/><numFmt numFmtId="172" formatCode="[h]:mm"/></numFmts>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="10"/><xf numFmtId="22"/><xf numFmtId="21"/></cellXfs>
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("45352", 1, "2024-03-01")]
    [InlineData("45352", 2, "2024-03-01")]
    [InlineData("1", 1, "1900-01-01")]
    [InlineData("61", 1, "1900-03-01")]
    [InlineData("45352.5", 6, "2024-03-01 12:00")]
    [InlineData("0.25", 7, "06:00:00")]
    [InlineData("2.5", 3, "2.5")]
    [InlineData("1.5", 4, "36:00")]
    [InlineData("0.07", 5, "7%")]
    [InlineData("0.30000000000000004", 0, "0.3")]
    [InlineData("443", 0, "443")]
    [InlineData("1E+300", 1, "1E+300")]
    public void Read_Number_IsShownAsItsFormatSays(string value, int style, string shown)
    {
        SourceItem item = Assert.Single(Read(Sheet("S", $"<row r=\"1\"><c r=\"A1\" s=\"{style}\"><v>{value}</v></c><c r=\"B1\" t=\"str\"><v>x</v></c></row>")));

        Assert.Equal($"# S\n\n| {shown} | x |\n|---|---|", item.Document.Text);
    }

    [Fact]
    public void Read_SheetWithHeader_IsATableUnderItsPreface()
    {
        SourceItem item = Assert.Single(Read(Sheet("Hosts", Rows(["Hosts of the lab"], ["Host", "Role", "Note"], ["a1", "", "old|new"], ["", "", ""], ["a2", "mail", ""]))));

        Assert.Equal("# Hosts\n\nHosts of the lab\n\n| Host | Role | Note |\n|---|---|---|\n| a1 |  | old\\|new |\n| a2 | mail |  |", item.Document.Text);
        Assert.Equal("book.xlsx#Hosts", item.Document.Id);
    }

    [Fact]
    public void Read_LongCells_AreRecords()
    {
        string finding = string.Join(' ', Enumerable.Repeat("The service answers to anybody.", 6));

        SourceItem item = Assert.Single(Read(Sheet("F", Rows(["Id", "Finding", "Severity"], ["F-1", finding, "high"]))));

        Assert.Equal($"# F\n\n## F-1\n\n- Finding: {finding}\n- Severity: high", item.Document.Text);
    }

    [Fact]
    public void Read_WithColumnOptions_EveryRowIsADocument()
    {
        SourceItem[] items = Read(Sheet("F", Rows(["Id", "Finding", "Severity"], ["F-1", "Open relay.", "high"], ["F-2", "Old TLS.", ""])), "?text=finding&id=Id");

        Assert.Equal(["F-1", "F-2"], items.Select(i => i.Document.Id));
        Assert.Equal(["Id: F-1\nSeverity: high\n\nOpen relay.", "Id: F-2\n\nOld TLS."], items.Select(i => i.Document.Text));
    }

    [Fact]
    public void Read_UnknownColumn_NamesTheColumnsThereAre()
    {
        SourceItem item = Assert.Single(Read(Sheet("F", Rows(["Id", "Finding"], ["F-1", "x"])), "?text=body"));

        Assert.Equal("broken", item.Verdict.Reason);
        Assert.Contains("no column 'body'", item.Verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HiddenSheetsRowsAndColumns_AreLeftOut()
    {
        string rows = "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>SECRET</t></is></c><c r=\"D1\" t=\"inlineStr\"><is><r><t>d</t></r><rPh><t>aid</t></rPh></is></c></row><row r=\"2\" hidden=\"1\"><c t=\"inlineStr\"><is><t>SECRET</t></is></c></row></sheetData>";

        SourceItem item = Assert.Single(Read(OfficeFile.Xlsx("", Formats, ("A", "visible", rows), ("B", "hidden", rows), ("C", "veryHidden", rows))));

        Assert.Equal("# A\n\n| a | d |\n|---|---|", item.Document.Text);
    }

    [Fact]
    public void Read_SharedStrings_OutOfRangeAreEmpty()
    {
        SourceItem item = Assert.Single(Read(OfficeFile.Xlsx("<si><t>one</t></si>", Formats, ("A", "visible", "<sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>9</v></c><c t=\"s\"><v>-1</v></c><c t=\"b\"><v>1</v></c></row></sheetData>"))));

        Assert.Equal("# A\n\n| one | TRUE |\n|---|---|", item.Document.Text);
    }

    [Fact]
    public void Read_LongSheet_IsCutIntoDocumentsThatRepeatTheHeader()
    {
        string[][] rows = [["Host", "Role"], .. Enumerable.Range(0, 1_200).Select(i => (string[])[$"host-{i}", "mail"])];

        SourceItem[] items = Read(Sheet("H", Rows(rows)));

        Assert.Equal(["book.xlsx#H", "book.xlsx#H:502", "book.xlsx#H:1002"], items.Select(i => i.Document.Id));
        Assert.All(items, i => Assert.StartsWith("# H\n\n| Host | Role |", i.Document.Text, StringComparison.Ordinal));
    }

    private SourceItem[] Read(byte[] file, string options = "")
    {
        File.WriteAllBytes(_folder["book.xlsx"], file);
        return _folder.Read("xlsx", "book.xlsx", options);
    }

    private static byte[] Sheet(string name, string rows) => OfficeFile.Xlsx("", Formats, (name, "visible", rows.StartsWith("<row", StringComparison.Ordinal) ? $"<sheetData>{rows}</sheetData>" : rows));

    private static string Rows(params string[][] rows) => string.Concat(rows.Select((row, r) =>
        $"<row r=\"{r + 1}\">{string.Concat(row.Select((cell, c) => $"<c r=\"{(char)('A' + c)}{r + 1}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>"));
}

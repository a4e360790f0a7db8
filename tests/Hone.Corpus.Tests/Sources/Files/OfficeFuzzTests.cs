namespace Hone.Corpus.Tests.Sources.Files;

public sealed class OfficeFuzzTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_DamagedDocx_NeverFailsOtherwise()
    {
        byte[] good = OfficeFile.Docx("<w:p><w:pPr><w:pStyle w:val=\"H2\"/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>");
        foreach (byte[] bytes in Mutations.Of(good, 400))
        {
            File.WriteAllBytes(_folder["a.docx"], bytes);
            Mutations.MustEndQuietly(() => _folder.Read("docx", "a.docx"));
        }
    }

    [Fact]
    public void Read_DamagedParts_NeverFailOtherwise()
    {
        byte[] sheet = System.Text.Encoding.UTF8.GetBytes("<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"ZZ1\" s=\"1\"><v>45000</v></c></row><row r=\"9\" hidden=\"0\"><c t=\"inlineStr\"><is><t>a</t></is></c></row></sheetData>");
        byte[] body = System.Text.Encoding.UTF8.GetBytes("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:rPr><w:sz w:val=\"22\"/></w:rPr><w:t>x</w:t></w:r></w:p><w:sdt><w:sdtContent><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>");
        foreach ((byte[] rows, byte[] text) in Mutations.Of(sheet, 300).Zip(Mutations.Of(body, 300)))
        {
            File.WriteAllBytes(_folder["a.xlsx"], OfficeFile.Xlsx("<si><t>one</t></si>", "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>", ("A", "visible", System.Text.Encoding.UTF8.GetString(rows))));
            File.WriteAllBytes(_folder["a.docx"], OfficeFile.Docx(System.Text.Encoding.UTF8.GetString(text)));
            Mutations.MustEndQuietly(() => _folder.Read("xlsx", "a.xlsx"));
            Mutations.MustEndQuietly(() => _folder.Read("docx", "a.docx"));
        }
    }
}

using System.Text;
using Hone.Core;
using Hone.Corpus.Sources;
using Hone.Corpus.Sources.Files.Tables;

namespace Hone.Corpus.Tests.Sources.Files;

public sealed class CsvSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Options_NameTextTitleAndId()
    {
        _folder.Write("t.csv", "key,subject,body,owner\nA-1,Phish,\"Two\nlines, quoted \"\"so\"\"\",soc\nA-2,Scan,short,\n");

        SourceItem[] items = _folder.Read("csv", "t.csv", "?text=body&title=Subject&id=key");

        Assert.Equal(["A-1", "A-2"], items.Select(i => i.Document.Id));
        Assert.Equal(["# Phish\n\nkey: A-1\nowner: soc\n\nTwo\nlines, quoted \"so\"", "# Scan\n\nkey: A-2\n\nshort"], items.Select(i => i.Document.Text));
        Assert.Equal(["Phish", "Scan"], items.Select(i => i.Document.Title));
    }

    [Fact]
    public void Read_WithoutOptions_TellsEveryColumn()
    {
        SourceItem item = Assert.Single(_folder.ReadText("csv", "t.csv", "name;port\nssh;22\n"));

        Assert.Equal(("t.csv:2", "name: ssh\nport: 22"), (item.Document.Id, item.Document.Text));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", 1)]
    [InlineData("10.0.0.1,22\n10.0.0.2,23\n", 2)]
    [InlineData("2024-01-01,x\n2024-01-02,y\n", 2)]
    [InlineData("only one row,here\n", 1)]
    public void Read_Header_IsFoundByItsLooks(string text, int rows) => Assert.Equal(rows, _folder.ReadText("csv", "t.csv", text).Length);

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", ',')]
    [InlineData("a;b\n\"x, y, z\";2\n", ';')]
    [InlineData("a\tb\n1,5\t2,5\n", '\t')]
    [InlineData("a|b\n1|2\n", '|')]
    [InlineData("sep=;\na;b\n", ';')]
    [InlineData("one column\nof text, sometimes\nwith a comma\n", ',')]
    [InlineData("", ',')]
    public void FindDelimiter_Sample_GivesWhatPartsItsRows(string sample, char delimiter) => Assert.Equal(delimiter, DelimitedForm.FindDelimiter(sample));

    [Fact]
    public void Read_SeparatorLine_IsNoRow() => Assert.Equal("a: 1\nb: 2", Assert.Single(_folder.ReadText("csv", "t.csv", "sep=;\r\na;b\r\n1;2\r\n")).Document.Text);

    [Fact]
    public void Read_Encodings_GiveTheSameRows()
    {
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.Latin1])
        {
            File.WriteAllText(_folder["t.csv"], "name,city\nJosé,Zürich\n", encoding);

            Assert.Equal("name: José\ncity: Zürich", Assert.Single(_folder.Read("csv", "t.csv")).Document.Text);
        }
    }

    [Fact]
    public void Read_QuoteThatIsNeverClosed_CostsItsLine()
    {
        SourceItem[] items = _folder.ReadText("csv", "t.csv", "a,b\n1,\"open\n2,two\n3,5\" disk\n");

        Assert.Equal([false, true, true], items.Select(i => i.Verdict.Kept));
        Assert.Equal("t.csv:2", items[0].Document.Id);
        Assert.Equal("a: 3\nb: 5\" disk", items[2].Document.Text);
    }

    [Fact]
    public void Read_SameIdTwice_StaysUnique()
    {
        _folder.Write("t.csv", "id,x\n7,a\n7,b\n,c\n");

        Assert.Equal(["7", "7 (t.csv:3)", "t.csv:4"], _folder.Read("csv", "t.csv", "?id=id").Select(i => i.Document.Id));
    }

    [Fact]
    public void Read_UnknownColumn_IsUserErrorWithTheColumns()
    {
        _folder.Write("t.csv", "id,x\n7,a\n");

        var error = Assert.Throws<UserError>(() => _folder.Read("csv", "t.csv", "?text=body"));

        Assert.Contains("id, x", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OptionOfAnotherKind_IsAProblem()
    {
        Assert.Null(SourceReference.Parse("markdown:x?text=body", out _));
        Assert.Null(SourceReference.Parse("csv:x?colour=body", out string? problem));
        Assert.Contains("text=...", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RandomBytes_NeverFailsOtherwise()
    {
        foreach (byte[] bytes in Mutations.Of(Encoding.UTF8.GetBytes("id;text;n\n1;\"a \"\"b\"\"\nc\";2\n2;déf;\n3;\"x\";\"y\"\n"), 400))
        {
            File.WriteAllBytes(_folder["t.csv"], bytes);

            Mutations.MustEndQuietly(() => _folder.Read("csv", "t.csv"));
        }
    }
}

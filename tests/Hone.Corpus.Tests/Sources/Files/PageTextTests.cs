using Hone.Corpus.Sources.Files.Pdf;

namespace Hone.Corpus.Tests.Sources.Files;

public class PageTextTests
{
    [Fact]
    public void Repair_RunningHeadsFeetAndPageNumbers_AreTakenOut()
    {
        string[] bodies = ["We saw alpha.", "We saw beta.", "We saw gamma.", "We saw delta."];
        string text = string.Concat(bodies.Select((body, i) => $"ACME Security  Report {i + 7}\n\n{body}\n\nConfidential\nPage {i + 1} of 4\n\f"));

        Assert.Equal(string.Join("\n\n", bodies), PageText.Repair(text));
    }

    [Fact]
    public void Repair_WordsAtLineEnds_ArePutTogetherAsTheDocumentWritesThem()
    {
        const string text = "An end-to-end test of the vulner-\nability. The proof-of-con-\ncept used a command-\nline tool. Every command has a line; the command-line tool is old, an end-to-\nend one.\n";

        Assert.Equal("An end-to-end test of the vulnerability. The proof-of-concept used a command-line tool. Every command has a line; the command-line tool is old, an end-to-end one.", PageText.Repair(text).ReplaceLineEndings(" "));
    }

    [Fact]
    public void Repair_FullLines_AreJoinedAndItemsAreNot()
    {
        const string text = "The attackers came in through the remote access gateway and\nmoved on to the file servers.\n\u2022 first item of the list that is as long as the others are\n\u2022 second\n1) third\nShort line\nAnother paragraph follows here.\n";

        Assert.Equal("The attackers came in through the remote access gateway and moved on to the file servers.\n- first item of the list that is as long as the others are\n- second\n1) third\nShort line\nAnother paragraph follows here.", PageText.Repair(text));
    }

    [Fact]
    public void Repair_ParagraphOverThePage_GoesOn() => Assert.Equal("The attackers came in through the gateway and\nmoved on.", PageText.Repair("The attackers came in through the gateway and\n\fmoved on.\n").Replace(" moved", "\nmoved", StringComparison.Ordinal));

    [Fact]
    public void Repair_TableOfContents_IsTakenOut() =>
        Assert.Equal("Contents\n\nIt begins here.", PageText.Repair("Contents\n1\nScope . . . . . . 3\n1.1 Aims . . . . . 4\n2\nTerms . . . . 5\nIndex . . . . . 9\n\fIt begins here.\n"));

    [Fact]
    public void Repair_Ligatures_AreLetters() => Assert.Equal("file traffic", PageText.Repair("\uFB01le tra\uFB03c\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\f\f\f")]
    [InlineData("-\n-\n-")]
    [InlineData("\u00AD\nx\n12\n")]
    public void Repair_OddText_EndsQuietly(string text) => Assert.NotNull(PageText.Repair(text));
}

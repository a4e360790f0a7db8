using Hone.Corpus.Sources;
using Hone.Corpus.Sources.Files.Pdf;

namespace Hone.Corpus.Tests.Sources.Files;

public sealed class PdfSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Report_IsItsTextWithTitleAndDate()
    {
        SourceItem item = Read(PdfFile.Of("Incident & response", ["A report of the team.", "", "It was contained."]));

        Assert.Equal("A report of the team.\n\nIt was contained.", item.Document.Text);
        Assert.Equal(("Incident & response", "2024-03-01"), (item.Document.Title, item.Document.Date));
    }

    [Fact]
    public void Read_PagesWithoutText_AreDroppedWithReason()
    {
        SourceItem item = Read(PdfFile.Of("x", [""]));

        Assert.Equal("unreadable", item.Verdict.Reason);
        Assert.Contains("OCR", item.Verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoPdf_IsBroken() => Assert.Equal("broken", Read("junk"u8.ToArray()).Verdict.Reason);

    [Fact]
    public void Read_DamagedFiles_NeverFailOtherwise()
    {
        byte[] good = PdfFile.Of("Report", ["A line of text that is long enough.", "Another."], ["Second page with text."]);
        foreach (byte[] bytes in Mutations.Of(good, 24))
            Mutations.MustEndQuietly(() => [Read(bytes)]);
    }

    [Fact]
    public void Lacking_WithoutTheTool_SaysHowToGetIt()
    {
        var error = PopplerTools.Lacking(_folder.Path)!;

        foreach (string system in (string[])["Debian", "Fedora", "macOS", "Windows"])
            Assert.Contains(system, error.Hint, StringComparison.Ordinal);
    }

    private SourceItem Read(byte[] file)
    {
        if (PopplerTools.Lacking() is not null)
            Assert.Skip("pdftotext is not installed");
        File.WriteAllBytes(_folder["report.pdf"], file);
        return Assert.Single(_folder.Read("pdf", "report.pdf"));
    }
}

using Hone.Core;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Files;

public sealed class TextSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Folder_TakesItsTextFilesInOrderWithRelativeIds()
    {
        foreach (string name in (string[])["b.md", "a/report.txt", "a/mail.eml", "x.log", "image.png", ".git/config.txt"])
            _folder.Write(name, name);

        Assert.Equal(["a/report.txt", "b.md", "x.log"], _folder.Read("text").Select(i => i.Document.Id));
        Assert.Equal(["a/report.txt", "b.md"], _folder.Read("markdown").Select(i => i.Document.Id));
    }

    [Fact]
    public void Read_Markdown_TakesTitleAndLeavesFrontMatterOut()
    {
        SourceItem item = Assert.Single(_folder.ReadText("markdown", "n.md", "---\r\ntitle: x\r\n---\r\n\r\n# Phishing triage\r\n\r\n- one\r\n"));

        Assert.Equal("Phishing triage", item.Document.Title);
        Assert.DoesNotContain("title: x", item.Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OneFileOfAnyEnding_IsTaken() => Assert.Equal("hello", Assert.Single(_folder.ReadText("text", "notes.dat", "hello")).Document.Text);

    [Fact]
    public void Read_Binary_IsDroppedWithReason()
    {
        File.WriteAllBytes(_folder["x.txt"], [0x4D, 0x5A, 0, 0, 1]);

        Assert.Equal("binary", Assert.Single(_folder.Read("text")).Verdict.Reason);
    }

    [Fact]
    public void Read_FolderWithoutText_IsUserError() => Assert.Throws<UserError>(() => _folder.Read("text"));

    [Fact]
    public void Read_MissingPath_IsUserErrorWithPath()
    {
        var error = Assert.Throws<UserError>(() => _folder.Read("text", "none"));

        Assert.Contains(_folder["none"], error.Message, StringComparison.Ordinal);
    }
}

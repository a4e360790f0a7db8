using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Detections;

public sealed class GtfobinsSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Entry_TellsEveryFunction()
    {
        SourceItem item = Assert.Single(_folder.ReadText("gtfobins", "pager", """
            ---
            functions:
              shell:
              - code: |-
                  pager /etc/hosts
                  !/bin/sh
                comment: |-
                  A key opens
                  the shell.
                tty: false
                contexts:
                  unprivileged:
                  suid:
                    code: pager -p
                    shell: true
                  capabilities:
                    list: [CAP_SETUID]
              upload:
              - code: pager --send
                binary: false
                receiver: http-server
              inherit:
              - from: vi
            ...
            """));

        Assert.Equal("""
            # pager

            `pager` is a Unix program that an attacker can use to get around local restrictions. Its uses: an interactive shell, upload of files and what other programs can do.

            ## An interactive shell

            `pager` can start an interactive system shell.

            A key opens the shell.

            ```sh
            pager /etc/hosts
            !/bin/sh
            ```

            The shell is a plain one without a terminal. It works for any user, as the owner where the SUID bit is set and with file capabilities. With SUID it goes through the system's shell, so that rights are kept only where that shell does not drop them. Capabilities needed: CAP_SETUID.

            With the SUID bit, the command is:

            ```sh
            pager -p
            ```

            ## Upload of files

            `pager` can send local data elsewhere.

            ```sh
            pager --send
            ```

            On the other side there is an HTTP server.

            Binary data do not come through unchanged.

            ## What other programs can do

            `pager` can start other programs and has their uses.

            It can run `vi`, and then everything that `vi` can do.
            """, item.Document.Text);
        Assert.Equal("https://gtfobins.github.io/gtfobins/pager/", item.Document.Url);
    }

    [Fact]
    public void Read_OlderMarkdownFile_HasItsHeadAlone()
    {
        SourceItem item = Assert.Single(_folder.ReadText("gtfobins", "old.md", "---\ndescription: Is old.\nfunctions:\n  suid:\n    - code: ./old -p\n---\n# [not: yaml\n"));

        Assert.Equal("old", item.Document.Id);
        Assert.Contains("With the SUID bit set, `old` keeps the rights of its owner.\n\n```sh\n./old -p\n```", item.Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Alias_IsASentence() =>
        Assert.Contains("`red` is another name of `ed`", Assert.Single(_folder.ReadText("gtfobins", "red", "---\nalias: ed\n...\n")).Document.Text, StringComparison.Ordinal);

    [Fact]
    public void Read_OtherFiles_AreNotEntries()
    {
        _folder.Write("_gtfobins/a", "---\nalias: b\n");
        _folder.Write("LICENSE", "GNU");
        _folder.Write("_data/functions.yml", "shell: {}\n");

        Assert.Equal("a", Assert.Single(_folder.Read("gtfobins")).Document.Id);
    }

    [Theory]
    [InlineData("---\nfunctions: [a]\n", "neither functions nor alias")]
    [InlineData("---\nfunctions: {\n", "not YAML")]
    public void Read_BrokenEntry_IsNamed(string text, string expected) => Assert.Contains(expected, _folder.Problem("gtfobins", "x", text), StringComparison.Ordinal);
}

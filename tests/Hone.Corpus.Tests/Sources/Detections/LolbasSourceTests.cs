using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Detections;

public sealed class LolbasSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Entry_TellsEveryCommand()
    {
        SourceItem item = Assert.Single(_folder.ReadText("lolbas", "Turner.yml", """
            ---
            Name: Turner.exe
            Description: Turns pages
            Aliases:
              - Alias: Turner64.exe
            Created: 2024-05-06
            Commands:
              - Command: turner.exe {REMOTEURL:.ps1} {PATH_ABSOLUTE:.exe} {OTHER}
                Description: Fetches a script
                Usecase: Download a file.
                Category: Download
                Privileges: User
                MitreID: T1105
                OperatingSystem: Windows 11
            Full_Path:
              - Path: C:\Windows\System32\turner.exe
              - Path: no default
            Detection:
              - IOC: turner.exe with an address
              - Sigma: https://example.org/rule.yml
            """));

        Assert.Equal("""
            # Turner.exe

            Turns pages. Also known as Turner64.exe. It lies at `C:\Windows\System32\turner.exe`. Attackers can turn it to their own use, as follows.

            ## Download a file

            Fetches a script.

            ```bat
            turner.exe https://www.example.org/file.ps1 C:\Windows\Temp\file.exe {OTHER}
            ```

            This is a download of files. It corresponds to the ATT&CK technique T1105. Privileges needed: User. It works on Windows 11.

            ## Detection

            - Sign of use: turner.exe with an address.
            """, item.Document.Text);
        Assert.Equal(("Turner.yml", "2024-05-06", "GPL-3.0"), (item.Document.Id, item.Document.Date, item.Document.Licence));
    }

    [Theory]
    [InlineData("Name: A")]
    [InlineData("Commands: []")]
    [InlineData("[]")]
    public void Read_WhatIsNoEntry_IsBroken(string text) => Assert.Contains("not a LOLBAS entry", _folder.Problem("lolbas", "a.yml", text), StringComparison.Ordinal);
}

using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Detections;

public sealed class NucleiSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Template_TellsInfoAndShowsTheCheck()
    {
        SourceItem item = Assert.Single(_folder.ReadText("nuclei", "CVE-2099-1111.yaml", """
            id: CVE-2099-1111

            info:
              name: Shop 1.0 - Injection
              author: nobody
              severity: high
              description: |
                The shop asks the database
                whatever it is told.
              remediation: Update to 1.1.
              classification:
                cvss-metrics: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N
                cvss-score: 7.5
                cve-id: CVE-2099-1111
                cwe-id: cwe-89
              tags: cve,cve2099,sqli,shop

            http:
              - method: GET
                path:
                  - "{{BaseURL}}/shop?id=1'"
                # words of the database
                matchers:
                  - type: word
                    words: ["syntax error"]
            # digest: 4a0a
            """));

        Assert.Equal("""
            # Shop 1.0 - Injection

            The shop asks the database whatever it is told.

            This nuclei template checks over HTTP for CVE-2099-1111. A hit has the severity high. The weakness is CWE-89. Its CVSS vector is CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N (score 7.5). Subjects: sqli, shop.

            ## Remediation

            Update to 1.1.

            ## Check

            ```yaml
            http:
              - method: GET
                path:
                  - "{{BaseURL}}/shop?id=1'"
                # words of the database
                matchers:
                  - type: word
                    words: ["syntax error"]
            ```
            """, item.Document.Text);
        Assert.Equal("CVE-2099-1111", item.Related);
    }

    [Theory]
    [InlineData("id: a\ninfo: text")]
    [InlineData("id: a\ninfo: {severity: low}")]
    [InlineData("just text")]
    public void Read_WhatIsNoTemplate_IsBroken(string text) => Assert.Contains("not a nuclei template", _folder.Problem("nuclei", "a.yaml", text), StringComparison.Ordinal);
}

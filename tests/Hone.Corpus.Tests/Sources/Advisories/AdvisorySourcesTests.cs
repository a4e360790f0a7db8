using System.IO.Compression;
using System.Text;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Advisories;

public sealed class AdvisorySourcesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nvd-feed", "CVE-2020-9001", "2020-03-17", """
        # CVE-2020-9001

        Out-of-bounds write in the parser of Acme Widget.

        CVE-2020-9001 affects acme big widget for wordpress from 2.0 before 2.5, 1.0 sp1; acme:tool. It is affected when run on or with example osix 7. The weakness is CWE-787. CVSS 3.1 base score 7.8 (high), vector CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H. An exploit is published.
        """)]
    [InlineData("nvd-api", "CVE-2024-9002", "2024-07-11", """
        # CVE-2024-9002 Acme Gate Path Traversal Vulnerability

        Path traversal in Acme Gate.

        Update to 3.1.

        CVE-2024-9002 affects acme gate after 1.0 through 3.0. The weakness is CWE-22. CVSS 3.1 base score 7.5 (high), vector CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N. It is known to be exploited (CISA KEV).
        """)]
    [InlineData("kev", "CVE-2024-9002", "2024-08-01", """
        # CVE-2024-9002 Acme Gate Path Traversal Vulnerability

        Acme Gate contains a path traversal vulnerability.

        CVE-2024-9002 in Acme Gate is exploited in the wild: CISA added it to its Known Exploited Vulnerabilities on 2024-08-01. Ransomware campaigns are known to use it. Required action by 2024-08-22: Apply updates per vendor instructions. The weakness is CWE-22 and CWE-36.

        Please ask the makers of devices about patches.
        """)]
    [InlineData("osv", "GHSA-aaaa-bbbb-cccc", "2024-03-05", """
        # GHSA-aaaa-bbbb-cccc Loop in the reader of acme/pack

        ### Impact
        A crafted file makes `Read` loop.

        ```go
        r.Read()
        ```

        - Vulnerable in `example.org/acme/pack/in` on windows: `Read`, `Reader.Next`.

        GHSA-aaaa-bbbb-cccc affects the Go package example.org/acme/pack before 1.2.3, from 2.0.0 through 2.1.0 and the Debian 12 package pack 1.0, 1.1, 1.2, 1.3 and 1 more. GHSA-aaaa-bbbb-cccc is also known as CVE-2024-9003. Related: GO-2024-1. The weakness is CWE-835. Its severity is high. CVSS 3.1 vector CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H.
        """)]
    [InlineData("ghsa-rest", "GHSA-aaaa-bbbb-dddd", "2024-02-01", """
        # GHSA-aaaa-bbbb-dddd Injection in acme-js

        Do not pass `input` on.

        - Vulnerable function: `acme.run`.

        GHSA-aaaa-bbbb-dddd affects the npm package acme-js from 1.0.0 before 1.4.2 and the npm package acme-old through 0.9. GHSA-aaaa-bbbb-dddd is also known as CVE-2024-9004. The weakness is CWE-94 Code Injection. CVSS 3.1 base score 9.8 (critical), vector CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.
        """)]
    [InlineData("ghsa-graph", "GHSA-aaaa-bbbb-eeee", "2023-04-05", """
        # GHSA-aaaa-bbbb-eeee Cross-site scripting in acme-view

        Text is not escaped.

        GHSA-aaaa-bbbb-eeee affects the composer package acme/view 2.0.0 (repaired in 2.0.1). GHSA-aaaa-bbbb-eeee is also known as CVE-2023-9005. The weakness is CWE-79. Its severity is moderate.
        """)]
    [InlineData("csaf", "ACME-24-01", "2024-01-02", """
        # ACME-24-01 Acme Gate (Update A)

        Acme PSIRT published ACME-24-01 on 2024-01-02 and revised it on 2024-02-03. Its status is interim.

        Two flaws in Gate.

        - Sectors: Energy

        ## Recommended practices

        Keep devices off the Internet.

        ## CVE-2024-9006 Path traversal

        Files outside of the root can be read.

        The weakness is CWE-22 Path Traversal. CVSS 3.1 base score 7.5 (high), vector CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N.

        Affected: Acme Gate from 1.0 before 2.0. Fixed in: Acme Gate 2.0.

        - Exploitation: No known exploitation.

        ## CVE-2024-9007

        Affected: Acme Gate from 1.0 before 2.0. Not affected: Acme Gate 2.0 installed on Example OS 7.

        Not affected because the vulnerable code is not in it: Acme Gate 2.0 installed on Example OS 7.

        ## Fixes

        - CVE-2024-9006: for Acme Gate from 1.0 before 2.0: Update to 2.0.

        ## Mitigations

        - Block port 8080.

        ## Revisions

        - 2024-02-03: Added a fix for Gate 3 on small devices.
        """)]
    [InlineData("csaf-21", "ACME-VEX-1", "2025-01-02", """
        # ACME-VEX-1 Acme answers

        Acme PSIRT published the VEX document ACME-VEX-1 on 2025-01-02.

        ## CVE-2025-9008

        The weakness is CWE-79 Cross-site Scripting and CWE-80. CVSS 4.0 base score 5.1 (medium), vector CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N. Its severity is medium. EPSS gives it a probability of 2.5% to be exploited within 30 days.

        Under investigation: Gate 4 on Box.
        """)]
    [InlineData("certcc", "VU#900001", "2008-02-19", """
        # VU#900001 Acme Gate reads files outside of its root

        VU#900001 is about CVE-2008-9009.

        Acme Gate is vulnerable to path traversal.

        ## Description

        Gate joins paths.

        * one
        * two

        ## Solution

        Apply an update
        """)]
    [InlineData("certcc-vince", "VU#900002", "2020-06-16", """
        # VU#900002 Stacks of Acme overflow

        VU#900002 is about CVE-2020-9010.

        ### Overview

        Acme's IP stack overflows.

        ### Impact
        Code execution.
        """)]
    public void Read_Record_IsTold(string name, string id, string date, string text)
    {
        SourceItem item = Assert.Single(_folder.ReadText(AdvisoryCases.Kind(name), "x.json", AdvisoryCases.Of(name)));

        Assert.Equal((id, date), (item.Document.Id, item.Document.Date));
        Assert.Equal(text, item.Document.Text);
        Assert.NotNull(item.Document.Url ?? (name == "csaf-21" ? "" : null));
    }

    [Theory]
    [InlineData("nvd", """{"cve":{"id":"CVE-2024-1","vulnStatus":"Rejected","descriptions":[{"lang":"en","value":"Do not use."}]}}""", "rejected")]
    [InlineData("nvd", """{"cve":{"CVE_data_meta":{"ID":"CVE-2024-1"},"description":{"description_data":[{"lang":"en","value":"** REJECT ** Do not use."}]}}}""", "rejected")]
    [InlineData("nvd", """{"cve":{"CVE_data_meta":{"ID":"CVE-2024-1"},"description":{"description_data":[{"lang":"en","value":"** RESERVED ** This candidate has been reserved."}]}}}""", "empty")]
    [InlineData("osv", """{"id":"GO-1","modified":"","summary":"x","withdrawn":"2024-01-01T00:00:00Z"}""", "withdrawn")]
    [InlineData("osv", """{"id":"GO-1","modified":""}""", "empty")]
    [InlineData("ghsa", """{"ghsa_id":"GHSA-1","summary":"x","withdrawn_at":"2024-01-01T00:00:00Z"}""", "withdrawn")]
    [InlineData("csaf", """{"document":{"category":"csaf_withdrawn","title":"x","tracking":{"id":"A"}}}""", "withdrawn")]
    [InlineData("csaf", """{"document":{"category":"csaf_superseded","title":"x","tracking":{"id":"A"}}}""", "deprecated")]
    [InlineData("certcc", """{"id":"VU#1","title":"x","impact":"The complete impact of this vulnerability is not yet known.","resolution":"We are currently unaware of a practical solution to this problem.","workarounds":"None."}""", "empty")]
    public void Read_WhatIsTakenBack_IsDropped(string kind, string record, string reason) =>
        Assert.Equal(reason, Assert.Single(_folder.ReadText(kind, "x.json", record)).Verdict.Reason);

    [Theory]
    [InlineData("nvd")]
    [InlineData("kev")]
    [InlineData("osv")]
    [InlineData("ghsa")]
    [InlineData("csaf")]
    [InlineData("certcc")]
    public void Read_OtherObject_IsBroken(string kind) => Assert.Contains("x.json:1: not a", _folder.Problem(kind, "x.json", """{"a":1}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"WHITE\"", "TLP:CLEAR")]
    [InlineData("\"AMBER+STRICT\"", "TLP:AMBER+STRICT")]
    [InlineData("\"PURPLE\"", "TLP:RED")]
    [InlineData("7", "TLP:GREEN")]
    public void Read_CsafLabel_IsCarried(string label, string expected)
    {
        _folder.Write("x.json", $$$"""{"document":{"title":"x","distribution":{"tlp":{"label":{{{label}}} } },"tracking":{"id":"A"} } }""");

        Assert.Equal(expected, Assert.Single(_folder.Read("csaf", "x.json", "?tlp=green")).Document.Tlp);
    }

    [Fact]
    public void Read_OsvInYaml_IsTold()
    {
        SourceItem[] items = _folder.ReadText("osv", "PYSEC-1.yaml", """
            id: PYSEC-2024-1
            modified: '2024-01-02T03:04:05Z'
            details: A flaw in
              acme before 1.2.
            affected:
            - package: {name: acme, ecosystem: PyPI}
              ranges:
              - type: ECOSYSTEM
                events:
                - introduced: '0'
                - fixed: '1.2'
            aliases: [CVE-2024-9011]
            ---
            id: 7
            """);

        Assert.Equal([null, "broken"], items.Select(i => i.Verdict.Reason));
        Assert.Equal("# PYSEC-2024-1\n\nA flaw in acme before 1.2.\n\nPYSEC-2024-1 affects the PyPI package acme before 1.2. PYSEC-2024-1 is also known as CVE-2024-9011.", items[0].Document.Text);
    }

    [Fact]
    public void Read_PackedFeed_IsRead()
    {
        string feed = $$"""{"CVE_data_type":"CVE","CVE_Items":[{{AdvisoryCases.Of("nvd-feed")}},{"cve":1}]}""";
        using (var gzip = new GZipStream(File.Create(_folder["nvdcve-1.1-2020.json.gz"]), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(feed));

        SourceItem[] items = _folder.Read("nvd");

        Assert.Equal([null, "broken"], items.Select(i => i.Verdict.Reason));
        Assert.Equal("nvdcve-1.1-2020.json.gz[1]", items[1].Document.Id);
    }

    [Fact]
    public void Read_FolderOfKev_TakesTheJson()
    {
        _folder.Write("kev.json", $$"""{"title":"catalogue","vulnerabilities":[{{AdvisoryCases.Of("kev")}}] }""");
        _folder.Write("kev.csv", "cveID,product\nCVE-2024-9002,Gate\n");
        _folder.Write("schema.json", """{"$schema":"https://json-schema.org/draft-07","properties":{}}""");

        Assert.Single(_folder.Read("kev"));
    }

    [Fact]
    public void Read_KevTable_IsToldAsItsJson()
    {
        string json = _folder.ReadText("kev", "a.json", AdvisoryCases.Of("kev"))[0].Document.Text;

        SourceItem[] items = _folder.ReadText("kev", "a.csv", """
            cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes
            CVE-2024-9002,Acme,"Gate","Acme Gate Path Traversal Vulnerability",2024-08-01,Acme Gate contains a path traversal vulnerability.,Apply updates per vendor instructions,2024-08-22,Known,"Please ask the makers of devices about patches. For more information: https://example.org/a ; https://example.org/b","CWE-22, CWE-36"
            9002
            """);

        Assert.Equal(json, items[0].Document.Text);
        Assert.Equal(("a.csv:3", "broken"), (items[1].Document.Id, items[1].Verdict.Reason));
    }

    [Fact]
    public void Read_Epss_ListsTheTopByYear()
    {
        string rows = string.Concat(Enumerable.Range(1000, 130).Select(i => $"CVE-2023-{i},0.5{i % 10},0.98\n"));

        SourceItem[] items = _folder.ReadText("epss", "e.csv", $"#model_version:v2025.03.14,score_date:2025-02-20T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1111,0.94463,0.99911\nCVE-2024-2222,0.1,0.9499\nCVE-2024-33,1.4,0.99\n{rows}");

        Assert.Equal(["broken", null, null, null], items.Select(i => i.Verdict.Reason));
        Assert.Equal("e.csv:5", items[0].Document.Id);
        Assert.Equal("""
            # CVEs of 2024 likely to be exploited, as of 2025-02-20

            By EPSS, the Exploit Prediction Scoring System of FIRST: the probability that a vulnerability is exploited within 30 days.

            - CVE-2024-1111 is exploited with a probability of 94.5%, more than 99.9% of all CVEs.
            """, items[3].Document.Text);
        Assert.Equal(("e.csv:CVE-2023:2", "2025-02-20"), (items[2].Document.Id, items[2].Document.Date));
        Assert.Equal(130, items[1..3].Sum(i => i.Document.Text.Split("\n- ").Length - 1));
    }

    [Fact]
    public void Read_EpssWithPercentile_IsCutThere()
    {
        _folder.Write("e.csv", "cve,epss,percentile\nCVE-2024-1111,0.94,0.999\nCVE-2024-2222,0.5,0.97\nCVE-2024-3333,0.1,0.5\n");

        Assert.Contains("CVE-2024-3333", Assert.Single(_folder.Read("epss", "e.csv", "?percentile=0.5")).Document.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("CVE-2024-2222", Assert.Single(_folder.Read("epss", "e.csv", "?percentile=0.99")).Document.Text, StringComparison.Ordinal);
        Assert.Throws<Core.UserError>(() => _folder.Read("epss", "e.csv", "?percentile=95"));
    }

    [Fact]
    public void Read_CsafOfADistribution_GroupsComponents()
    {
        string[] packages = ["acme-1.0-2.x86_64", "acme-1.0-2.aarch64.rpm", "acme-libs-1.0-2.noarch", "acme-debuginfo-1.0-2.x86_64"];
        string relations = string.Join(',', packages.Select((name, i) => $$"""{"full_product_name":{"product_id":"P{{i}}","name":"{{name}} as a component of Example Linux 9"} }"""));

        string text = Assert.Single(_folder.ReadText("csaf", "x.json", $$$"""
            {"document":{"title":"Acme","tracking":{"id":"A"}},"product_tree":{"full_product_names":[{"product_id":"L","name":"Example Linux 9"}],"relationships":[{{{relations}}}] },
            "vulnerabilities":[{"cve":"CVE-2024-9012","title":"Loop in acme","notes":[{"category":"summary","text":"Loop in acme"}],"product_status":{"fixed":["P0","P1","P2","P3"]},"remediations":[{"category":"vendor_fix","details":"Update.","product_ids":["P0","P1","P2"]}]}]}
            """)).Document.Text;

        Assert.EndsWith("## CVE-2024-9012 Loop in acme\n\nFixed in: acme-1.0-2; acme-libs-1.0-2 as components of Example Linux 9.\n\n## Fixes\n\n- Update.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">= 1.2, < 1.4", "from 1.2 before 1.4")]
    [InlineData("> 1.2, <= 1.4", "after 1.2 through 1.4")]
    [InlineData("= 7", "7")]
    [InlineData("> 0", null)]
    [InlineData("1.2 and later", "1.2 and later")]
    [InlineData(null, null)]
    public void OfOperators_Range_IsInWords(string? range, string? words) => Assert.Equal(words, VersionRange.OfOperators(range));
}

using Hone.Core;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources;

public sealed class CveSourceTests : IDisposable
{
    private const string Record = """
        {"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2024-5100","state":"PUBLISHED","datePublished":"2024-05-19T11:31:03.831Z"},"containers":{
        "cna":{"title":"Acme SQL injection","descriptions":[{"lang":"en","value":"SQL injection in Acme."},{"lang":"de","value":"Es gibt eine Schwachstelle."}],
        "affected":[{"vendor":"Acme","product":"Widget","versions":[{"status":"affected","version":"1.0"},{"status":"affected","version":"2.0","lessThan":"2.5"},{"status":"unaffected","version":"3"}]},{"vendor":"n/a","product":"n/a"},{"vendor":"Linux","product":"Linux","versions":[{"version":"7966f","lessThan":"50a63","status":"affected","versionType":"git"}]}],
        "problemTypes":[{"descriptions":[{"lang":"en","cweId":"CWE-89","description":"CWE-89 SQL Injection"}]}],
        "metrics":[{"cvssV2_0":{"version":"2.0","baseScore":6.5,"vectorString":"AV:N/AC:L/Au:S/C:P/I:P/A:P"}},{"cvssV3_1":{"version":"3.1","baseScore":6.3,"vectorString":"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:L"}}]},
        "adp":[{"metrics":[{"other":{"type":"kev","content":{}}}],"problemTypes":[{"descriptions":[{"cweId":"CWE-1"}]}]}]}}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Record_IsTold()
    {
        SourceItem item = Assert.Single(_folder.ReadText("cve", "CVE-2024-5100.json", Record));

        Assert.Equal(("CVE-2024-5100", "2024-05-19"), (item.Document.Id, item.Document.Date));
        Assert.Equal("""
            # CVE-2024-5100 Acme SQL injection

            SQL injection in Acme.

            CVE-2024-5100 affects Acme Widget 1.0, from 2.0 before 2.5; Linux. The weakness is CWE-89 SQL Injection. CVSS 3.1 base score 6.3 (medium), vector CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:L. It is known to be exploited (CISA KEV).
            """, item.Document.Text);
    }

    [Fact]
    public void Read_Merged_IsTold()
    {
        SourceItem[] items = _folder.ReadText("cve", "cve.jsonl", """
            {"id":"CVE-1999-0001","published":"1999-12-30","description":"Crash in TCP/IP.","cwe":["CWE-20"],"cvss2":"AV:N/AC:L/Au:N/C:N/I:N/A:P","cvss2_score":5.0}
            {"id":"CVE-1999-0002","published":"","description":"** REJECT ** Do not use.","cwe":[],"rejected":true}
            {"id":"CVE-1999-0003","description":"","cwe":[]}
            """);

        Assert.Equal([null, "rejected", "empty"], items.Select(i => i.Verdict.Reason));
        Assert.Equal("# CVE-1999-0001\n\nCrash in TCP/IP.\n\nThe weakness is CWE-20. CVSS 2.0 base score 5.0 (medium), vector AV:N/AC:L/Au:N/C:N/I:N/A:P.", items[0].Document.Text);
        Assert.Null(items[1].Document.Date);
    }

    [Fact]
    public void Read_Folder_TakesRecordsOnly()
    {
        _folder.Write("2024/5xxx/CVE-2024-5100.json", Record);
        _folder.Write("delta.json", "{\"new\":[]}");

        Assert.Equal("CVE-2024-5100", Assert.Single(_folder.Read("cve")).Document.Id);
    }

    [Fact]
    public void Read_RejectedRecord_IsDroppedWithItsReasonAsText()
    {
        SourceItem item = Assert.Single(_folder.ReadText("cve", "c.json", """[{"cveMetadata":{"cveId":"CVE-2024-1","state":"REJECTED"},"containers":{"cna":{"rejectedReasons":[{"lang":"en","value":"Withdrawn."}]}}}]"""));

        Assert.Equal("rejected", item.Verdict.Reason);
        Assert.Contains("Withdrawn.", item.Document.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c.json", "{\"a\":1}", "c.json:1: not a CVE 5 record")]
    [InlineData("c.json", "{\n\"a\":", "c.json:2: not JSON")]
    [InlineData("c.jsonl", "{\"id\":\"CVE-1\",\"description\":\"x\"}\n{}", "c.jsonl:2: not a CVE 5 record")]
    [InlineData("c.jsonl", "{\"id\":\"CVE-1\",\"description\":\"\\udc00\"}", "c.jsonl:1: text that is not Unicode")]
    public void Read_BadFile_IsBrokenWithPlace(string name, string content, string message)
    {
        string problem = _folder.Problem("cve", name, content);

        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RecordCutAnywhere_NeverCrashes()
    {
        string record = Record.ReplaceLineEndings("");
        for (int length = 0; length < record.Length; length += 3)
            _folder.Problem("cve", "c.json", record[..length]);
    }

    [Fact]
    public void Read_ValuesOfOddKinds_NeverCrash()
    {
        string[] values = ["5", "\"x\"", "[]", "{}", "null", "[null]", "[[]]", "[{}]", "true"];
        foreach (string name in (string[])["title", "descriptions", "affected", "problemTypes", "metrics"])
            foreach (string value in values)
                Assert.Single(_folder.ReadText("cve", "c.json", $$$"""{"cveMetadata":{"cveId":"CVE-2024-1"},"containers":{"cna":{"{{{name}}}":{{{value}}}},"adp":{{{value}}}}}"""));
    }
}

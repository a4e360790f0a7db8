using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Detections;

public sealed class SplunkSourceTests : IDisposable
{
    private const string Detection = """
        name: Odd Child Of A Printer
        id: 22222222-2222-4333-8444-555555555555
        date: '2024-09-30'
        status: production
        type: TTP
        description: Finds a shell started by the print service.
        data_source:
        - Sysmon EventID 1
        search: '| tstats count from datamodel=Endpoint where parent="a|b" [search x | fields y] | `macro(a)`   | table dest'
        how_to_implement: Collect process events.
        known_false_positives: None
        tags:
          analytic_story: [Printers]
          mitre_attack_id: [T1059]
          cve: [CVE-2099-2222]
          security_domain: endpoint
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Detection_IsToldWithItsSearchInSteps()
    {
        SourceItem item = Assert.Single(_folder.ReadText("splunk", "d.yml", Detection));

        Assert.Equal("""
            # Odd Child Of A Printer

            Finds a shell started by the print service.

            This Splunk detection finds a technique of attackers. It reads Sysmon EventID 1. What it finds corresponds to the ATT&CK technique T1059. It concerns CVE-2099-2222. It belongs to the analytic story Printers. Security domain: endpoint.

            ## Search

            ```spl
            | tstats count from datamodel=Endpoint where parent="a|b" [search x | fields y]
            | `macro(a)`
            | table dest
            ```

            ## Implementation

            Collect process events.
            """, item.Document.Text);
        Assert.Equal("CVE-2099-2222", item.Related);
    }

    [Fact]
    public void Read_Story_IsProse()
    {
        SourceItem item = Assert.Single(_folder.ReadText("splunk", "s.yml", "name: Printers\nid: s\ndescription: About printers.\nnarrative: They print.\n"));

        Assert.Equal("# Printers\n\nAbout printers.\n\nThey print.", item.Document.Text);
    }

    [Fact]
    public void Read_DeprecatedDetections_AreDropped()
    {
        _folder.Write("detections/deprecated/a.yml", Detection);
        _folder.Write("detections/b.yml", Detection.Replace("production", "deprecated", StringComparison.Ordinal));

        Assert.All(_folder.Read("splunk"), item => Assert.Equal(Reasons.Deprecated, item.Verdict.Reason));
    }

    [Fact]
    public void Read_Configuration_IsNoDocument() => Assert.Empty(_folder.ReadText("splunk", "m.yml", "name: sysmon\ndefinition: index=x\n"));

    [Fact]
    public void Read_Nameless_IsBroken() => Assert.Contains("m.yml:1: not Splunk content", _folder.Problem("splunk", "m.yml", "search: x\n"), StringComparison.Ordinal);
}

using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Detections;

public sealed class SigmaSourceTests : IDisposable
{
    private const string Rule = """
        title: Service Installed From A Temporary Folder
        id: 11111111-2222-4333-8444-555555555555
        status: test
        description: |
            Finds a service whose program lies
            in a folder for temporary files
        author: Somebody
        date: 2024/03/05
        modified: 2025-01-02
        tags:
            - attack.persistence
            - attack.privilege_escalation
            - attack.t1543.003
            - attack.g9999
            - cve.2021.99999
            - tlp.amber
        logsource:
            product: windows
            service: system
        detection:
            selection:
                EventID: 7045
                ImagePath|contains: '\Temp\' # anywhere
            condition: selection
        falsepositives:
            - Installers
            - Unknown
        level: high
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Rule_IsToldWithItsCode()
    {
        SourceItem item = Assert.Single(_folder.ReadText("sigma", "rule.yml", Rule));

        Assert.Equal("""
            # Service Installed From A Temporary Folder

            Finds a service whose program lies in a folder for temporary files.

            This Sigma rule reads logs of Windows (service system). An alert has the level high.

            What it finds belongs to the ATT&CK tactics Persistence (TA0003) and Privilege Escalation (TA0004), and to the technique T1543.003, and to the group G9999. It concerns CVE-2021-99999.

            ## Detection

            ```yaml
            logsource:
                product: windows
                service: system
            detection:
                selection:
                    EventID: 7045
                    ImagePath|contains: '\Temp\' # anywhere
                condition: selection
            ```

            ## False positives

            - Installers.
            """, item.Document.Text);
        Assert.Equal("11111111-2222-4333-8444-555555555555", item.Document.Id);
        Assert.Equal("2025-01-02", item.Document.Date);
        Assert.Equal("Detection Rule License 1.1", item.Document.Licence);
        Assert.Equal("TLP:AMBER", item.Document.Tlp);
        Assert.Equal("CVE-2021-99999", item.Related);
    }

    [Fact]
    public void Read_WithABundle_NamesTechniques()
    {
        string bundle = _folder.Write("attack.json", """{"type":"bundle","objects":[{"type":"attack-pattern","id":"attack-pattern--1","name":"Windows Service","external_references":[{"source_name":"mitre-attack","external_id":"T1543.003"}]}]}""");
        _folder.Write("rule.yml", Rule);

        SourceItem item = Assert.Single(_folder.Read("sigma", "rule.yml", $"?attack={bundle}"));

        Assert.Contains("technique T1543.003 Windows Service", item.Document.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deprecated")]
    [InlineData("unsupported")]
    public void Read_DeadRule_IsDropped(string status)
    {
        SourceItem item = Assert.Single(_folder.ReadText("sigma", "rule.yml", Rule.Replace("status: test", $"status: {status}", StringComparison.Ordinal)));

        Assert.Equal((Reasons.Deprecated, $"status: {status}"), (item.Verdict.Reason, item.Verdict.Detail));
    }

    [Fact]
    public void Read_GlobalPart_IsAddedToEveryRule()
    {
        SourceItem[] items = _folder.ReadText("sigma", "rule.yml", """
            action: global
            title: Shared
            id: 99999999-2222-4333-8444-555555555555
            detection:
                condition: selection
            ---
            logsource:
                service: one
            detection:
                selection:
                    EventID: 1
            ---
            logsource:
                service: two
            detection:
                selection:
                    EventID: 2
            """);

        Assert.Equal(["99999999-2222-4333-8444-555555555555-1", "99999999-2222-4333-8444-555555555555-2"], items.Select(i => i.Document.Id));
        Assert.All(items, item => Assert.Equal("Shared", item.Document.Title));
        Assert.Contains("logsource:\n    service: two\ndetection:\n    condition: selection\n    selection:\n", items[1].Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Correlation_IsToldAsOne()
    {
        SourceItem item = Assert.Single(_folder.ReadText("sigma", "c.yml", "title: Many failures\nid: c\ncorrelation:\n    type: event_count\n    rules: [a]\n    timespan: 5m\n"));

        Assert.Contains("This Sigma correlation joins the alerts of other rules.", item.Document.Text, StringComparison.Ordinal);
        Assert.Contains("```yaml\ncorrelation:\n    type: event_count\n", item.Document.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title: [a]\ndetection: {condition: x}", "it has no title")]
    [InlineData("title: A", "neither detection nor correlation")]
    [InlineData("title: A\ndetection: [", "not YAML")]
    [InlineData("- a\n- b", "it has no title")]
    public void Read_WhatIsNoRule_IsBrokenWithItsLine(string text, string expected)
    {
        string problem = _folder.Problem("sigma", "bad.yml", text);

        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Contains("bad.yml:", problem, StringComparison.Ordinal);
    }
}

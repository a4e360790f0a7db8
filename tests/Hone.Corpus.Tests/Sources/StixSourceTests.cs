using Hone.Core;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources;

public sealed class StixSourceTests : IDisposable
{
    private const string Bundle = """
        {"type":"bundle","id":"bundle--1","objects":[
        {"type":"x-mitre-tactic","id":"x-mitre-tactic--1","name":"Credential Access","x_mitre_shortname":"credential-access","description":"Steal.","x_mitre_domains":["enterprise-attack"],"external_references":[{"source_name":"mitre-attack","external_id":"TA0006","url":"https://attack.mitre.org/tactics/TA0006"}]},
        {"type":"attack-pattern","id":"attack-pattern--sub","modified":"2025-10-24T17:48:19Z","name":"LSASS Memory","x_mitre_is_subtechnique":true,"x_mitre_platforms":["Windows"],"x_mitre_domains":["enterprise-attack"],"kill_chain_phases":[{"kill_chain_name":"mitre-attack","phase_name":"credential-access"}],
         "description":"Like [Remote Services](https://attack.mitre.org/techniques/T1021/001) by [Group](https://attack.mitre.org/groups/G0016).(Citation: A) (Citation: B (C) 2)\n\n* <code>procdump -ma</code>\n* a &lt;b&gt; [link](https://x.org/a_(b)).","external_references":[{"source_name":"mitre-attack","external_id":"T1003.001","url":"https://attack.mitre.org/techniques/T1003/001"}]},
        {"type":"attack-pattern","id":"attack-pattern--top","name":"OS Credential Dumping","x_mitre_domains":["enterprise-attack"],"description":"Dump.","kill_chain_phases":[{"phase_name":"credential-access"}],"external_references":[{"source_name":"mitre-attack","external_id":"T1003"}]},
        {"type":"attack-pattern","id":"attack-pattern--old","name":"Old","revoked":true,"description":"Was.","external_references":[{"source_name":"mitre-attack","external_id":"T1081"}]},
        {"type":"malware","id":"malware--old","name":"Older","x_mitre_deprecated":true,"external_references":[{"source_name":"mitre-attack","external_id":"S0001"}]},
        {"type":"intrusion-set","id":"intrusion-set--1","name":"APT29","aliases":["APT29","Cozy Bear"],"description":"[APT29](https://attack.mitre.org/groups/G0016) is a group.","external_references":[{"source_name":"mitre-attack","external_id":"G0016"}]},
        {"type":"course-of-action","id":"course-of-action--1","name":"Password Policies","description":"Set.","external_references":[{"source_name":"mitre-attack","external_id":"M1027"}]},
        {"type":"x-mitre-analytic","id":"x-mitre-analytic--1","name":"Analytic 1","description":"Look at LSASS.","x_mitre_platforms":["Windows"],"external_references":[{"source_name":"mitre-attack","external_id":"AN0001"}],"x_mitre_log_source_references":[{"name":"Sysmon","channel":"EventCode=10"}],"x_mitre_mutable_elements":[{"field":"Window","description":"Minutes"}]},
        {"type":"x-mitre-detection-strategy","id":"x-mitre-detection-strategy--1","name":"LSASS access","x_mitre_analytic_refs":["x-mitre-analytic--1","x-mitre-analytic--gone"],"external_references":[{"source_name":"mitre-attack","external_id":"DET0001"}]},
        {"type":"relationship","id":"relationship--1","relationship_type":"subtechnique-of","source_ref":"attack-pattern--sub","target_ref":"attack-pattern--top"},
        {"type":"relationship","id":"relationship--2","relationship_type":"uses","source_ref":"intrusion-set--1","target_ref":"attack-pattern--sub","description":"[APT29](https://attack.mitre.org/groups/G0016) has dumped\n\nLSASS.(Citation: X)"},
        {"type":"relationship","id":"relationship--3","relationship_type":"uses","source_ref":"intrusion-set--1","target_ref":"attack-pattern--old","description":"gone"},
        {"type":"relationship","id":"relationship--4","relationship_type":"mitigates","source_ref":"course-of-action--1","target_ref":"attack-pattern--sub","description":"Use strong passwords."},
        {"type":"relationship","id":"relationship--5","relationship_type":"detects","source_ref":"x-mitre-detection-strategy--1","target_ref":"attack-pattern--sub"},
        {"type":"relationship","id":"relationship--6","relationship_type":"uses","source_ref":"intrusion-set--1","target_ref":"malware--nowhere"},
        {"type":"identity","id":"identity--1","name":"MITRE"},
        {"nonsense":true}, 5
        ]}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SourceItem[] Items => _folder.ReadText("attack", "a.json", Bundle);

    private string TextOf(string id) => Items.Single(i => i.Document.Id == id).Document.Text;

    [Fact]
    public void Read_Bundle_GivesOneDocumentForEveryNamedObject() =>
        Assert.Equal(["T1003", "T1003.001", "T1081", "M1027", "G0016", "S0001", "DET0001", "TA0006"], Items.Select(i => i.Document.Id));

    [Fact]
    public void Read_DeadObjects_AreDroppedWithReason()
    {
        Assert.Equal([("T1081", "revoked"), ("S0001", "deprecated")], Items.Where(i => !i.Verdict.Kept).Select(i => (i.Document.Id, i.Verdict.Reason)));
    }

    [Fact]
    public void Read_SubTechnique_IsToldInFull() => Assert.Equal("""
        # T1003.001 OS Credential Dumping: LSASS Memory

        T1003.001 LSASS Memory is a sub-technique of T1003 OS Credential Dumping in MITRE ATT&CK (Enterprise). It serves the tactic Credential Access (TA0006). Platforms: Windows.

        Like Remote Services (T1021.001) by Group.

        * `procdump -ma`
        * a <b> link.

        ## Mitigations

        - Mitigation M1027 Password Policies mitigates T1003.001 LSASS Memory: Use strong passwords.

        ## Detection

        - Detection strategy DET0001 LSASS access detects T1003.001 LSASS Memory.

        ## Known use

        Groups and campaigns known to use T1003.001 LSASS Memory: APT29 (G0016).
        """, TextOf("T1003.001"));

    [Fact]
    public void Read_Group_TellsProceduresInSentencesAndOnlyLivingOnes()
    {
        string text = TextOf("G0016");

        Assert.Contains("Also known as Cozy Bear.", text, StringComparison.Ordinal);
        Assert.Contains("\n- APT29 uses T1003.001 LSASS Memory: APT29 has dumped LSASS.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DetectionStrategy_HoldsItsAnalytics()
    {
        string text = TextOf("DET0001");

        Assert.Contains("detects T1003.001 OS Credential Dumping: LSASS Memory.", text, StringComparison.Ordinal);
        Assert.Contains("## AN0001 Analytic 1 (Windows)\n\nLook at LSASS.\n\n### Log sources\n\n- Sysmon: EventCode=10\n\n### To tune\n\n- Window: Minutes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Fields_AreFilled()
    {
        var document = Items.Single(i => i.Document.Id == "T1003.001").Document;

        Assert.Equal("T1003.001 OS Credential Dumping: LSASS Memory", document.Title);
        Assert.Equal("https://attack.mitre.org/techniques/T1003/001", document.Url);
        Assert.Equal("2025-10-24", document.Date);
        Assert.Equal("attack:a.json", document.Source);
    }

    [Fact]
    public void Read_ObjectsInAnotherOrder_GivesTheSameDocuments()
    {
        string[] lines = Bundle.Split("\n{");
        string reversed = $"{lines[0]}\n{{{string.Join("\n{", lines[1..^1].Reverse())}\n{{{lines[^1]}";

        Assert.Equal(Items, _folder.ReadText("attack", "a.json", reversed));
    }

    [Fact]
    public void Read_Capec_TellsPatternWithMitigationsAndFlow()
    {
        SourceItem[] items = _folder.ReadText("capec", "c.json", """
            {"type":"bundle","objects":[
            {"type":"attack-pattern","id":"attack-pattern--1","name":"CSRF","description":"<xhtml:p>One.</xhtml:p><xhtml:p>Two <script>alert(1)</script>.</xhtml:p>","x_capec_version":"3.9","x_capec_abstraction":"Standard","x_capec_likelihood_of_attack":"High","x_capec_consequences":{"Access_Control":["Gain Privileges"]},
             "x_capec_execution_flow":"<h2> Execution Flow </h2><div><h3>Explore</h3><ol><li> <p> <b>Look: </b>Carefully.</p></li><table><tbody><tr><th>Techniques</th></tr><tr><td>Use a proxy [REF-7]</td></tr><tr><td>Read</td></tr></tbody></table></ol></div>",
             "x_capec_child_of_refs":["attack-pattern--2"],"external_references":[{"source_name":"capec","external_id":"CAPEC-62"},{"source_name":"cwe","external_id":"CWE-352"}]},
            {"type":"attack-pattern","id":"attack-pattern--2","name":"Trust","description":"T.","x_capec_version":"3.9","external_references":[{"source_name":"capec","external_id":"CAPEC-21"}]},
            {"type":"attack-pattern","id":"attack-pattern--3","name":"DEPRECATED: Gone","x_capec_status":"Deprecated","description":"D.","x_capec_version":"3.9","external_references":[{"source_name":"capec","external_id":"CAPEC-3"}]},
            {"type":"course-of-action","id":"course-of-action--1","name":"coa-62-0","description":"Use tokens.","x_capec_version":"3.9"},
            {"type":"relationship","id":"relationship--1","relationship_type":"mitigates","source_ref":"course-of-action--1","target_ref":"attack-pattern--1"}]}
            """);

        Assert.Equal(["CAPEC-21", "CAPEC-3", "CAPEC-62"], items.Select(i => i.Document.Id));
        Assert.Equal([null, "deprecated", null], items.Select(i => i.Verdict.Reason));
        Assert.Equal("""
            # CAPEC-62 CSRF

            CAPEC-62 CSRF is an attack pattern of the level Standard in MITRE CAPEC. Likelihood of attack: High.

            One.

            Two <script>alert(1)</script>.

            ## Execution flow

            ### Explore

            - Look: Carefully.

            Techniques:
            - Use a proxy
            - Read

            ## Consequences

            - Access Control: Gain Privileges

            ## Mitigations

            - Use tokens.

            ## Related

            - CAPEC-62 CSRF is a child of CAPEC-21 Trust.
            - CAPEC-62 exploits the weaknesses CWE-352.
            """, items[2].Document.Text);
    }

    [Theory]
    [InlineData("{\"objects\":[\n\n}", "a.json:3: not JSON")]
    [InlineData("", "a.json:1: not JSON")]
    [InlineData("[]", "not a STIX bundle")]
    [InlineData("{\"objects\":{}}", "not a STIX bundle")]
    [InlineData("{\"objects\":[{\"type\":\"tool\",\"id\":\"tool--1\",\"name\":\"\\ud800\"}]}", "not Unicode")]
    public void Read_BadFile_IsBrokenWithPlace(string content, string message)
    {
        string problem = _folder.Problem("attack", "a.json", content);

        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"attack-pattern","id":"a","name":5,"description":[],"external_references":"x","kill_chain_phases":{},"revoked":"yes"}""")]
    [InlineData("""{"type":"attack-pattern","id":"a","name":"n","description":{},"external_references":[5,{"source_name":7},{"source_name":"mitre-attack","external_id":[]}],"kill_chain_phases":[1,null],"x_mitre_platforms":[{}],"x_mitre_domains":7}""")]
    [InlineData("""{"type":"intrusion-set","id":"g","name":"n","aliases":[null,3]},{"type":"relationship","id":"r","relationship_type":"uses","source_ref":"g","target_ref":"g","description":9}""")]
    [InlineData("""{"type":"attack-pattern","id":"a","name":"n"},{"type":"relationship","id":"r","relationship_type":"subtechnique-of","source_ref":"a","target_ref":"a"}""")]
    public void Read_ObjectsOfOddShapes_AreReadAsFarAsTheyGo(string objects)
    {
        SourceItem[] items = _folder.ReadText("attack", "a.json", $$"""{"objects":[{{objects}}]}""");

        Assert.True(items.Length <= 2);
    }
}

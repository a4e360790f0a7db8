using Hone.Core;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources;

public sealed class CweSourceTests : IDisposable
{
    private const string Xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Weakness_Catalog Name="CWE" xmlns="http://cwe.mitre.org/cwe-6" xmlns:xhtml="http://www.w3.org/1999/xhtml">
          <Weaknesses>
            <Weakness ID="89" Name="SQL Injection" Abstraction="Base" Structure="Simple" Status="Stable">
              <Description>The product builds SQL
                 from &lt;input&gt;.</Description>
              <Extended_Description><xhtml:p>First.</xhtml:p><xhtml:ul><xhtml:li>one</xhtml:li><xhtml:li>two</xhtml:li></xhtml:ul></Extended_Description>
              <Related_Weaknesses><Related_Weakness Nature="ChildOf" CWE_ID="943" View_ID="1000" Ordinal="Primary"/><Related_Weakness Nature="ChildOf" CWE_ID="943" View_ID="1003"/><Related_Weakness Nature="CanFollow" CWE_ID="456" View_ID="1000"/></Related_Weaknesses>
              <Applicable_Platforms><Language Class="Not Language-Specific" Prevalence="Undetermined"/><Technology Name="Database Server" Prevalence="Often"/></Applicable_Platforms>
              <Alternate_Terms><Alternate_Term><Term>SQLi</Term></Alternate_Term></Alternate_Terms>
              <Modes_Of_Introduction><Introduction><Phase>Implementation</Phase></Introduction></Modes_Of_Introduction>
              <Likelihood_Of_Exploit>High</Likelihood_Of_Exploit>
              <Common_Consequences><Consequence><Scope>Confidentiality</Scope><Scope>Integrity</Scope><Impact>Read Application Data</Impact><Likelihood>High</Likelihood><Note>All of it.</Note></Consequence></Common_Consequences>
              <Detection_Methods><Detection_Method><Method>Fuzzing</Method><Description>Try.</Description><Effectiveness>Moderate</Effectiveness></Detection_Method></Detection_Methods>
              <Potential_Mitigations><Mitigation><Phase>Implementation</Phase><Strategy>Input Validation</Strategy><Description>Validate.</Description></Mitigation></Potential_Mitigations>
              <Demonstrative_Examples><Demonstrative_Example><Intro_Text>In Java:</Intro_Text>
                <Example_Code Nature="Bad" Language="Java"><xhtml:div>if (a) {<xhtml:div style="margin-left:1em;">run("x" +<xhtml:br/>y &amp; z);</xhtml:div>}</xhtml:div></Example_Code>
                <Body_Text>Bad.</Body_Text></Demonstrative_Example></Demonstrative_Examples>
              <Observed_Examples><Observed_Example><Reference>CVE-2008-2790</Reference><Description>SQL injection in x.</Description></Observed_Example></Observed_Examples>
              <Related_Attack_Patterns><Related_Attack_Pattern CAPEC_ID="66"/></Related_Attack_Patterns>
            </Weakness>
            <Weakness ID="943" Name="Query Logic" Abstraction="Class" Status="Incomplete"><Description>Q.</Description></Weakness>
            <Weakness ID="10" Name="DEPRECATED: Old" Abstraction="Base" Status="Deprecated"><Description>Do not use.</Description></Weakness>
          </Weaknesses>
        </Weakness_Catalog>
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Xml_TellsTheWeaknessInFull()
    {
        SourceItem item = _folder.ReadText("cwe", "c.xml", Xml)[0];

        Assert.Equal("CWE-89", item.Document.Id);
        Assert.Equal("""
            # CWE-89 SQL Injection

            CWE-89 SQL Injection is a weakness of the level Base in MITRE CWE. Also called SQLi. Applies to Not Language-Specific, Database Server. Introduced during Implementation. Likelihood of exploit: High.

            The product builds SQL from <input>.

            First.

            - one
            - two

            ## Relations

            - CWE-89 SQL Injection is a child of CWE-943 Query Logic.
            - CWE-89 SQL Injection can follow CWE-456.

            ## Consequences

            - Confidentiality, Integrity: Read Application Data (likelihood High). All of it.

            ## Mitigations

            - Implementation, Input Validation: Validate.

            ## Detection

            - Fuzzing (effectiveness Moderate): Try.

            ## Example

            In Java:

            Vulnerable code:

            ```java
            if (a) {
              run("x" +
              y & z);
            }
            ```

            Bad.

            ## Observed examples

            - CVE-2008-2790: SQL injection in x.

            ## Attack patterns

            CWE-89 is exploited by CAPEC-66.
            """, item.Document.Text);
    }

    [Fact]
    public void Read_Deprecated_IsDropped() =>
        Assert.Equal([null, null, "deprecated"], _folder.ReadText("cwe", "c.xml", Xml).Select(i => i.Verdict.Reason));

    [Fact]
    public void Read_XmlWithDocumentType_IsRefused()
    {
        string bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n<Weakness_Catalog><Weakness ID=\"1\" Name=\"&b;\"/></Weakness_Catalog>";

        string problem = _folder.Problem("cwe", "c.xml", bomb);

        Assert.Contains("c.xml: not well-formed XML: For security reasons DTD", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Weakness_Catalog>\n<Weakness ID=\"1\"\n", "c.xml:2:")]
    [InlineData("", "c.xml:")]
    [InlineData("plain text", "c.xml:1:")]
    public void Read_BadXml_NamesTheLine(string xml, string place)
    {
        string problem = _folder.Problem("cwe", "c.xml", xml);

        Assert.Contains(place, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Csv_UnpacksItsTables()
    {
        SourceItem[] items = _folder.ReadText("cwe", "1000.csv", """"
            ID,Name,Weakness Abstraction,Status,Description,Related Weaknesses,Common Consequences,Potential Mitigations,Observed Examples,Related Attack Patterns
            7,"Missing ""Error"" Page",Variant,Draft,"Two
            lines, one cell.","::NATURE:ChildOf:CWE ID:8:VIEW ID:1000::NATURE:ChildOf:CWE ID:8:VIEW ID:699::","::SCOPE:Integrity:SCOPE:Availability:IMPACT:Modify Memory:IMPACT:DoS: Crash, Exit, or Restart:LIKELIHOOD:High:NOTE:Note: this.::SCOPE:Other:IMPACT:Other::","::PHASE:Implementation:STRATEGY::EFFECTIVENESS:High:DESCRIPTION:Do it.::PHASE::STRATEGY::EFFECTIVENESS::DESCRIPTION:Or that.::","::REFERENCE:CVE-2014-1:DESCRIPTION:One.:LINK:http://x/cgi?name=CVE-2014-1REFERENCE:CVE-2014-2:DESCRIPTION:Two.:LINK:http://x::","::209::588::",
            8,Parent,Class,Draft,P.,,,,,,
            """");

        Assert.Equal("""
            # CWE-7 Missing "Error" Page

            CWE-7 Missing "Error" Page is a weakness of the level Variant in MITRE CWE.

            Two
            lines, one cell.

            ## Relations

            - CWE-7 Missing "Error" Page is a child of CWE-8 Parent.

            ## Consequences

            - Integrity, Availability: Modify Memory; DoS: Crash, Exit, or Restart (likelihood High). Note: this.
            - Other: Other.

            ## Mitigations

            - Implementation (effectiveness High): Do it.
            - Or that.

            ## Observed examples

            - CVE-2014-1: One.
            - CVE-2014-2: Two.

            ## Attack patterns

            CWE-7 is exploited by CAPEC-209, CAPEC-588.
            """, items[0].Document.Text);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "no columns")]
    [InlineData("ID,Name\n1,\"open", "c.csv:2: a quoted field is not closed")]
    [InlineData("ID,Name\n\"1\"\n", "c.csv:2: 1 columns")]
    public void Read_BadCsv_IsBrokenWithPlace(string csv, string message)
    {
        string problem = _folder.Problem("cwe", "c.csv", csv);

        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MergedJsonLines_UnpacksBothForms()
    {
        string text = _folder.ReadText("cwe", "c.jsonl", """
            {"id":"CWE-5","name":"Plain","abstraction":"Variant","status":"Draft","description":"D.","extended":"","related":[["ChildOf","6"],["ChildOf","6"],"odd"],"consequences":"SCOPE:Confidentiality:TECHNICAL IMPACT:Read Memory:NOTE:Confidentiality Read Memory They can.","mitigations":"PHASE:Design:STRATEGY | EFFECTIVENESS | DESCRIPTION:One. | PHASE:Operation:DESCRIPTION:Two.:EFFECTIVENESS:High","capec":["66"]}
            {"id":"CWE-6","name":"Parent","description":"P."}
            """)[0].Document.Text;

        Assert.Contains("- Confidentiality: Read Memory. They can.\n", text, StringComparison.Ordinal);
        Assert.Contains("- Design: One.\n- Operation (effectiveness High): Two.\n", text, StringComparison.Ordinal);
        Assert.Contains("- CWE-5 Plain is a child of CWE-6 Parent.\n\n", text, StringComparison.Ordinal);
    }
}

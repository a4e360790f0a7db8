using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Frameworks;

public sealed class OscalSourceTests : IDisposable
{
    private const string Catalogue = """
        {"catalog":{"uuid":"u","metadata":{"title":"House Rules","last-modified":"2024-02-13T17:43:48Z"},"groups":[{"id":"do","title":"Doors","controls":[
        {"id":"do-1","title":"Locks","params":[
          {"id":"do-01_odp.01","props":[{"name":"alt-identifier","value":"do-1_prm_1"}],"label":"keeper"},
          {"id":"do-01_odp.02","select":{"how-many":"one-or-more","choice":["daily","after {{ insert: param, do-01_odp.03 }}"]}},
          {"id":"do-01_odp.03","values":["a storm"]}],
         "props":[{"name":"label","value":"DO-01","class":"zero-padded"},{"name":"label","value":"DO-1"}],
         "links":[{"href":"#do-2","rel":"related"},{"href":"#xx-9","rel":"related"},{"href":"#uuid","rel":"reference"}],
         "parts":[
          {"name":"statement","prose":"The {{ insert: param, do-1_prm_1 }}:","parts":[
            {"name":"item","props":[{"name":"label","value":"a."}],"prose":"Locks the doors {{ insert: param, do-01_odp.02 }} ; and","parts":[{"name":"item","props":[{"name":"label","value":"1."}],"prose":"Hides {{ do-9_prm_9 }} keys."}]},
            {"name":"item","props":[{"name":"label","value":"b."}],"prose":"Reads [DO-2](#do-2)."}]},
          {"name":"guidance","prose":"Locks keep\nthings in."},
          {"name":"assessment-objective","prose":"Determine if it locks."}],
         "controls":[
          {"id":"do-1.1","title":"Bolts","props":[{"name":"label","value":"DO-1(1)"}],"parts":[{"name":"statement","prose":"Add bolts."},{"name":"guidance","prose":"Heavy ones."}]},
          {"id":"do-1.2","title":"Gone","props":[{"name":"label","value":"DO-1(2)"},{"name":"status","value":"withdrawn"}]}]},
        {"id":"do-2","title":"Keys","props":[{"name":"status","value":"Withdrawn"}]},
        {"title":"without id"},7
        ]}]}}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Control_HasItsParametersAndEnhancements()
    {
        SourceItem[] items = _folder.ReadText("oscal", "house.json", Catalogue);

        Assert.Equal(["house.json#do-1", "house.json#do-2"], items.Select(i => i.Document.Id));
        Assert.Equal("""
            # DO-1 Locks

            DO-1 Locks is a control of the family Doors in House Rules.

            The [organization-defined keeper]:

            - a. Locks the doors [one or more of: daily; after a storm]; and
              - 1. Hides [organization-defined value] keys.
            - b. Reads DO-2.

            ## Guidance

            Locks keep things in.

            ## Related controls

            DO-1 is related to DO-2 Keys and XX-9.

            ## DO-1(1) Bolts

            DO-1(1) is an enhancement of DO-1.

            Add bolts.

            ### Guidance

            Heavy ones.
            """, items[0].Document.Text);
        Assert.Equal((Reasons.Deprecated, "withdrawn"), (items[1].Verdict.Reason, items[1].Verdict.Detail));
        Assert.Equal("2024-02-13", items[0].Document.Date);
    }

    [Fact]
    public void Read_ParametersInEachOther_EndSomewhere()
    {
        string text = Assert.Single(_folder.ReadText("oscal", "a.json", """{"catalog":{"controls":[{"id":"a","title":"A","params":[{"id":"p","label":"x {{ insert: param, q }}"},{"id":"q","label":"y {{ insert: param, p }}"}],"parts":[{"name":"statement","prose":"Do {{ insert: param, p }}."}]}]}}""")).Document.Text;

        Assert.InRange(text.Length, 50, 2000);
    }

    [Fact]
    public void Read_ChoicesThatNameEachOther_DoNotMultiply()
    {
        string choices = string.Join(',', Enumerable.Repeat("\"{{ insert: param, p }} {{ insert: param, p }}\"", 20));

        string text = Assert.Single(_folder.ReadText("oscal", "a.json", $$$"""{"catalog":{"controls":[{"id":"a","title":"A","params":[{"id":"p","select":{"choice":[{{{choices}}}]}}],"parts":[{"name":"statement","prose":"{{ insert: param, p }}"}]}]}}""")).Document.Text;

        Assert.InRange(text.Length, 50, 200_000);
    }

    [Theory]
    [InlineData("{\"profile\":{}}", "no object \"catalog\"")]
    [InlineData("[]", "no object \"catalog\"")]
    [InlineData("{\"catalog\":", "not JSON")]
    public void Read_WhatIsNoCatalogue_IsBroken(string text, string expected) => Assert.Contains(expected, _folder.Problem("oscal", "a.json", text), StringComparison.Ordinal);
}

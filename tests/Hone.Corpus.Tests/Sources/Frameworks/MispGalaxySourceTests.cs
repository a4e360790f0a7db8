using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Frameworks;

public sealed class MispGalaxySourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Clusters_KnowEachOtherAcrossFiles()
    {
        _folder.Write("clusters/threat-actor.json", """
            {"name":"Threat Actor","type":"threat-actor","category":"actor","values":[
            {"value":"Grey Heron","uuid":"u1","description":"Grey Heron fishes.\nIt waits [long](https://example.org).","meta":{"synonyms":["Heron","Grey Heron"],"country":"XX","refs":["https://example.org"],"attribution-confidence":"50"},
             "related":[{"dest-uuid":"u3","type":"uses"},{"dest-uuid":"u2","type":"similar"},{"dest-uuid":"gone","type":"uses"},{"dest-uuid":"u3","type":"uses"}]},
            {"value":"Egret","uuid":"u2","description":"Egret","meta":{"refs":["https://example.org"]}},
            {"value":"Old Stork","uuid":"u4","description":"Was.","revoked":true},
            {"uuid":"u5"}
            ]}
            """);
        _folder.Write("clusters/tool.json", """{"name":"Tool","type":"tool","values":[{"value":"Net","uuid":"u3","description":"Catches."},{"value":"Net","uuid":"u3","description":"Catches."}]}""");
        _folder.Write("galaxies/tool.json", """{"name":"Tool","type":"tool","icon":"fish","namespace":"misp"}""");

        SourceItem[] items = _folder.Read("misp-galaxy");

        Assert.Equal(["threat-actor/u1", "threat-actor/u2", "threat-actor/u4", "clusters/threat-actor.json#4", "tool/u3", "tool/u3-2"], items.Select(i => i.Document.Id));
        Assert.Equal([null, Reasons.Empty, Reasons.Revoked, Reasons.Broken, null, null], items.Select(i => i.Verdict.Reason));
        Assert.Equal("""
            # Grey Heron

            Grey Heron is listed as a threat actor in the MISP galaxy "Threat Actor". Also known as Heron. Its country of origin is XX. The confidence of the attribution is 50 of 100.

            Grey Heron fishes. It waits long.

            ## Relations

            - Grey Heron is similar to Egret.
            - Grey Heron uses Net.
            """, items[0].Document.Text);
    }

    [Theory]
    [InlineData("{\"values\":{}}", "no list \"values\"")]
    [InlineData("5", "no list \"values\"")]
    [InlineData("{\"values\":[{\"value\":\"\\ud800\"}]}", "surrogate")]
    public void Read_WhatIsNoGalaxy_IsBroken(string text, string expected) => Assert.Contains(expected, _folder.Problem("misp-galaxy", "a.json", text), StringComparison.Ordinal);
}

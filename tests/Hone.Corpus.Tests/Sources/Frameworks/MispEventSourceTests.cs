using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Frameworks;

public sealed class MispEventSourceTests : IDisposable
{
    private const string Event = """
        {"Event":{"uuid":"e1","info":"Otters at\nthe bank","date":"2024-05-06","threat_level_id":"1","analysis":0,"Orgc":{"name":"River CERT"},"Org":{"name":"Other"},
        "Tag":[{"name":"tlp:green"},{"name":"tlp:amber"},{"name":"misp-galaxy:threat-actor=\"Otter\""},{"name":"osint:x"}],
        "Galaxy":[{"type":"mitre-malware","GalaxyCluster":[{"type":"mitre-malware","value":"Splash - S9999"}]}],
        "Attribute":[
         {"type":"text","value":"They came\nby night.","to_ids":false},
         {"type":"ip-dst","value":"198.51.100.7","to_ids":true,"comment":"C2"},
         {"type":"filename|md5","value":"a.exe|0123456789abcdef0123456789abcdef","to_ids":true,"comment":"dropped"},
         {"type":"domain","value":"otter.example","to_ids":true,"comment":"dropped"},
         {"type":"domain","value":"gone.example","to_ids":true,"deleted":true},
         {"type":"vulnerability","value":"CVE-2099-3333","to_ids":false},
         {"type":"link","value":"https://example.org","to_ids":false},
         {"type":"mutex","value":"Global\\otter","to_ids":false},
         {"type":"yara","value":"rule Otter { condition: true }","to_ids":true}],
        "Object":[{"uuid":"o1","name":"file","comment":"First.","Attribute":[{"type":"sha1","object_relation":"sha1","value":"abcd","to_ids":true},{"type":"text","object_relation":"state","value":"Malicious"},{"type":"malware-sample","data":"AAAA"}],
          "ObjectReference":[{"referenced_uuid":"o2","relationship_type":"dropped-by"},{"referenced_uuid":"zz","relationship_type":"x"}]},
         {"uuid":"o2","name":"process","Attribute":[]}]}}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Event_IsToldWithItsIndicators()
    {
        SourceItem item = Assert.Single(_folder.ReadText("misp", "e1.json", Event));

        Assert.Equal("""
            # Otters at the bank

            This is a MISP event of 2024-05-06 by River CERT. The threat level is high. The analysis has only begun. Threat actor: Otter. Malware: Splash - S9999. It concerns CVE-2099-3333.

            They came by night.

            ## Indicators

            - destination IP `198.51.100.7` (C2)

            dropped:

            - filename and md5 `a.exe`, `0123456789abcdef0123456789abcdef`
            - domain `otter.example`

            ## Other observations

            - vulnerability `CVE-2099-3333`
            - mutex `Global\otter`

            ## Objects

            - file (First): sha1 `abcd`, state `Malicious`, dropped by a process.

            ## Rules

            ```yara
            rule Otter { condition: true }
            ```
            """, item.Document.Text);
        Assert.Equal(("e1.json", "TLP:AMBER", "2024-05-06", "CVE-2099-3333"), (item.Document.Id, item.Document.Tlp, item.Document.Date, item.Related));
    }

    [Theory]
    [InlineData("{\"response\":[{\"Event\":{\"info\":\"a\",\"uuid\":\"u\"}},{\"info\":\"b\"}]}", "x.json#1#u", "x.json#2")]
    [InlineData("[{\"Event\":{\"info\":\"a\"}},{\"Event\":{\"info\":\"b\"}}]", "x.json#1", "x.json#2")]
    public void Read_Exports_GiveEveryEvent(string text, params string[] ids) => Assert.Equal(ids, _folder.ReadText("misp", "x.json", text).Select(i => i.Document.Id));

    [Fact]
    public void Read_ListOfAFeed_IsNoEvent() => Assert.Empty(_folder.ReadText("misp", "manifest.json", "{\"u\":{\"info\":\"a\"}}"));

    [Theory]
    [InlineData("{}", "no \"info\"")]
    [InlineData("7", "no \"info\"")]
    [InlineData("{\"response\":[5]}", "no \"info\"")]
    [InlineData("{", "not JSON")]
    [InlineData("{\"info\":\"\\ud800\"}", "surrogate")]
    [InlineData("{\"Eve\\ud800nt\":{}}", "surrogate")]
    public void Read_WhatIsNoEvent_IsBroken(string text, string expected) => Assert.Contains(expected, _folder.Problem("misp", "x.json", text), StringComparison.Ordinal);
}

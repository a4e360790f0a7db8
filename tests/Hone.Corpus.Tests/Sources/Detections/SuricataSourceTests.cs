using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Detections;

public sealed class SuricataSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Rule_IsToldAndShown()
    {
        SourceItem item = Assert.Single(_folder.ReadText("suricata", "a.rules", """
            # a comment
            alert http $HOME_NET any -> [$EXTERNAL_NET, 192.0.2.0/24] [80,8080] (msg:"MALWARE Bird \"beacon\"\; first"; flow:established,to_server; content:"a;b|3b|)"; reference:cve,2099-1234; reference:url,example.org; classtype:trojan-activity; sid:1000001; rev:2; metadata:created_at 2024_01_02, malware_family Bird_One, mitre_technique_id T1071;)
            """));

        Assert.Equal("""
            # MALWARE Bird "beacon"; first

            This Suricata rule alerts on HTTP traffic from $HOME_NET to [$EXTERNAL_NET,192.0.2.0/24] port [80,8080] that goes to the server in an established connection. Its class is trojan activity. The malware family is Bird One. It corresponds to the ATT&CK technique T1071. It concerns CVE-2099-1234.

            ```suricata
            alert http $HOME_NET any -> [$EXTERNAL_NET, 192.0.2.0/24] [80,8080] (msg:"MALWARE Bird \"beacon\"\; first"; flow:established,to_server; content:"a;b|3b|)"; reference:cve,2099-1234; reference:url,example.org; classtype:trojan-activity; sid:1000001; rev:2; metadata:created_at 2024_01_02, malware_family Bird_One, mitre_technique_id T1071;)
            ```
            """.Replace("192.0.2.0/24] port", "192.0.2.0/24] port", StringComparison.Ordinal), item.Document.Text);
        Assert.Equal(("a.rules#1000001", "2024-01-02", "CVE-2099-1234"), (item.Document.Id, item.Document.Date, item.Related));
    }

    [Fact]
    public void Read_File_JoinsLinesAndDropsWhatIsOff()
    {
        SourceItem[] items = _folder.ReadText("suricata", "a.rules", """
            alert tcp any any -> any any \
              (msg:"two lines"; \
              sid:1;)
            #alert tcp any any -> any any (msg:"off"; sid:2;)
            # alert is a word here
            drop ip any any <> any 53 (sid:1;)
            alert tcp any any -> any (sid:3;)
            alert dns (msg:"whole protocol"; sid:4;)
            """);

        Assert.Equal(["a.rules#1", "a.rules#2", "a.rules#1:6", "a.rules:7", "a.rules#4"], items.Select(i => i.Document.Id));
        Assert.Equal([null, Reasons.Deprecated, null, Reasons.Broken, null], items.Select(i => i.Verdict.Reason));
        Assert.Contains("alert tcp any any -> any any (msg:\"two lines\"; sid:1;)", items[0].Document.Text, StringComparison.Ordinal);
        Assert.Contains("drops any IP traffic between any address and any address port 53.", items[2].Document.Text, StringComparison.Ordinal);
    }
}

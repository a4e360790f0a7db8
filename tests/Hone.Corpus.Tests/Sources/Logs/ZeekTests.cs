using Hone.Corpus.Sources;
using Hone.Corpus.Sources.Logs;
using Hone.Corpus.Sources.Logs.Zeek;

namespace Hone.Corpus.Tests.Sources.Logs;

public sealed class ZeekTests : IDisposable
{
    private const string Conn = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t2024-03-01-10-00-00\n"
        + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\thistory\n"
        + "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tstring\n"
        + "1709287200.123456\tC1\t10.0.0.5\t49152\t203.0.113.7\t443\ttcp\tssl\t3.1415\t1200\t40000\tSF\tShADad\n"
        + "1709287201.000000\tC2\t10.0.0.5\t49153\t203.0.113.7\t22\ttcp\t-\t-\t-\t-\tS0\tS\n"
        + "#close\t2024-03-01-11-00-00\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Connections_AreToldByOrigin()
    {
        string text = _folder.Single("logs", Conn).Document.Text;

        Assert.Equal("""
            # Zeek conn log from 2024-03-01 10:00:00 to 10:00:01

            2 events of a.log.

            ## Host 10.0.0.5

            - 2024-03-01 10:00:00 conn 10.0.0.5:49152 -> 203.0.113.7:443 tcp ssl, SF (opened and closed normally), 3.14 s, 1200 bytes sent, 40000 bytes received; history=ShADad
            - 10:00:01 conn 10.0.0.5:49153 -> 203.0.113.7:22 tcp, S0 (no answer); history=S

            """, text);
    }

    [Theory]
    [InlineData("dns", """{"_path":"dns","ts":"2024-03-01T10:00:00.1Z","uid":"C","id.orig_h":"10.0.0.5","id.orig_p":5353,"id.resp_h":"10.0.0.1","id.resp_p":53,"proto":"udp","query":"evil.example","qtype_name":"A","rcode_name":"NOERROR","answers":["203.0.113.7","203.0.113.8"]}""", "dns 10.0.0.5:5353 -> 10.0.0.1:53 A evil.example, NOERROR: 203.0.113.7, 203.0.113.8")]
    [InlineData("http", """{"_path":"http","ts":1709287200.5,"uid":"C","id":{"orig_h":"10.0.0.5","orig_p":5353,"resp_h":"203.0.113.7","resp_p":80},"method":"GET","host":"evil.example","uri":"/a?b=1","status_code":200,"status_msg":"OK","user_agent":"curl/8"}""", "http 10.0.0.5:5353 -> 203.0.113.7:80 GET evil.example/a?b=1, 200 OK; user_agent=curl/8")]
    [InlineData("ssl", """{"@stream":"ssl","ts":1709287200.5,"uid":"C","id_orig_h":"10.0.0.5","id_orig_p":5353,"id_resp_h":"2001:db8::7","id_resp_p":443,"version":"TLSv12","server_name":"evil.example","established":true,"ja3":"e7d705a3286e19ea42f587b344ee6865"}""", "ssl 10.0.0.5:5353 -> [2001:db8::7]:443 TLSv12 to evil.example; established=T; ja3=e7d705a3286e19ea42f587b344ee6865")]
    [InlineData("notice", """{"_path":"notice","ts":1709287200.5,"note":"Scan::Port_Scan","msg":"10.0.0.5 scanned 15 ports","src":"10.0.0.5"}""", "notice Scan::Port_Scan: 10.0.0.5 scanned 15 ports")]
    [InlineData("x509", """{"_path":"x509","ts":1709287200.5,"fingerprint":"ab","certificate.version":3,"certificate.subject":"CN=evil.example"}""", "x509: fingerprint=ab; subject=CN=evil.example")]
    public void Read_Json_IsTold(string path, string line, string told)
    {
        _folder.Write($"{path}.log", line);

        string text = Assert.Single(_folder.Read("logs", $"{path}.log")).Document.Text;

        Assert.StartsWith($"# Zeek {path} log of 2024-03-01 10:00:00", text, StringComparison.Ordinal);
        Assert.Contains($"\n- 2024-03-01 10:00:00 {told}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HeaderThatChanges_CountsFromThere()
    {
        string text = _folder.Single("zeek", Conn + "#fields\tts\tid.orig_h\tid.resp_h\n1709287202.0\t10.0.0.6\t203.0.113.9\n").Document.Text;

        Assert.Contains("conn 10.0.0.6 -> 203.0.113.9", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_HeaderFarAbove_IsKnownInEveryPart()
    {
        string row = Conn.Split('\n')[^4];
        string path = _folder.Write("conn.log", Conn + string.Concat(Enumerable.Repeat(row + "\n", (1 << 20) / row.Length)));
        SourceReference reference = SourceReference.Parse($"zeek:{path}", out _)!;

        SourceItem[][] parts = [.. new LogSource("zeek", "", partBytes: 400 << 10).Parts(reference).Select(part => part.Read().ToArray())];

        Assert.Equal(3, parts.Length);
        Assert.All(parts, items => Assert.All(items, item => Assert.True(item.Verdict.Kept)));
    }

    [Theory]
    [InlineData("a\\x09b", "a\tb")]
    [InlineData("\\xc3\\xbc", "ü")]
    [InlineData("\\xff\\x00", "\\xff\\x00")]
    [InlineData("\\\\host\\\\share", "\\host\\share")]
    [InlineData("tail\\x4", "tail\\x4")]
    [InlineData("\\", "\\")]
    public void Unescape_Value_IsText(string value, string text) => Assert.Equal(text, ZeekTableFormat.Unescape(value));

    [Fact]
    public void Read_RowsThatDoNotFit_AreBroken()
    {
        SourceItem[] items = _folder.ReadText("zeek", "conn.log", Conn + "1709287202.0\tC3\n");

        Assert.Contains("2 values for 13 fields", items[^1].Verdict.Detail, StringComparison.Ordinal);
    }
}

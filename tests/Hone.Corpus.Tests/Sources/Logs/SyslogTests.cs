using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Logs;

public sealed class SyslogTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Dec 10 06:55:46 gate su[12]: session opened for user root", "Host gate", "Dec 10 06:55:46 su[12]: session opened for user root")]
    [InlineData("<86>Dec 10 06:55:46 gate su[12]: session opened", "Host gate", "Dec 10 06:55:46 su[12] (authpriv.info): session opened")]
    [InlineData("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8", "Host mymachine", "Oct 11 22:14:15 su (auth.critical): 'su root' failed for lonvick on /dev/pts/8")]
    [InlineData("2024-12-10T06:55:46.123456+01:00 gate kernel: eth0: link up", "Host gate", "2024-12-10 06:55:46 kernel: eth0: link up")]
    [InlineData("<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\" eventSource=\"App\\]lication\"] BOM and text", "Host mymachine.example.com", "2003-10-11 22:14:15 evntslog (local4.notice): [exampleSDID@32473 iut=\"3\" eventSource=\"App\\]lication\"] BOM and text")]
    [InlineData("<34>1 2003-10-11T22:14:15.003Z h su 7 - - 'su root' failed", "Host h", "2003-10-11 22:14:15 su[7] (auth.critical): 'su root' failed")]
    [InlineData("Jun 14 15:16:01 combo sshd(pam_unix)[19939]: check pass", "Host combo", "Jun 14 15:16:01 sshd(pam_unix)[19939]: check pass")]
    [InlineData("Jun 14 15:16:01 combo last message repeated 3 times", "Host combo", "Jun 14 15:16:01 last message repeated 3 times")]
    public void Read_Line_IsTold(string line, string host, string told)
    {
        string text = _folder.Single("syslog", line).Document.Text;

        Assert.Contains($"## {host}\n\n- {told}\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dec 10 06:55:46")]
    [InlineData("<999>Dec 10 06:55:46 gate su: x")]
    [InlineData("<34>1 2003-10-11T22:14:15.003Z h su 7 - [unclosed x=\"1\" text")]
    [InlineData("<34>1 notatime h su 7 - - text")]
    [InlineData("<")]
    public void Read_BadLine_IsBroken(string line)
    {
        SourceItem item = Assert.Single(_folder.ReadText("syslog", "a.log", line));

        Assert.Equal(("a.log:1", "broken"), (item.Document.Id, item.Verdict.Reason));
    }

    [Fact]
    public void Read_ContinuedLine_StaysWithItsEvent()
    {
        string text = _folder.Single("syslog", "Dec 10 06:55:46 gate app: broke\n  at line 5\nDec 10 06:55:47 gate app: ends").Document.Text;

        Assert.Contains("app: broke\n```\n  at line 5\n```\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sshd_Attempts_AreToldByAddress()
    {
        string text = _folder.Single("logs", """
            Dec 10 06:55:46 LabSZ sshd[1]: Invalid user webmaster from 203.0.113.7
            Dec 10 06:55:46 LabSZ sshd[2]: Accepted publickey for git from 198.51.100.4 port 5000 ssh2: RSA SHA256:abc
            Dec 10 06:55:46 LabSZ sshd[1]: input_userauth_request: invalid user webmaster [preauth]
            Dec 10 06:55:48 LabSZ sshd[1]: Failed password for invalid user webmaster from 203.0.113.7 port 38926 ssh2
            Dec 10 06:55:58 LabSZ sshd[3]: message repeated 5 times: [ Failed password for root from 203.0.113.7 port 38927 ssh2]
            Dec 10 06:56:00 LabSZ sshd[3]: Accepted password for root from 203.0.113.7 port 38927 ssh2
            Dec 10 06:57:00 LabSZ sudo: root : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/bin/cat /etc/shadow
            """).Document.Text;

        Assert.Contains("""
            ## From 203.0.113.7

            6 failed logins as root (5), webmaster (1). 1 succeeded: root by password at Dec 10 06:56:00.

            - Dec 10 06:55:46 Invalid user webmaster from 203.0.113.7
            - 06:55:46 input_userauth_request: invalid user webmaster [preauth]
            """, text, StringComparison.Ordinal);
        Assert.Contains("## From 198.51.100.4\n\n1 succeeded: git by publickey at Dec 10 06:55:46.", text, StringComparison.Ordinal);
        Assert.Contains("## Host LabSZ\n\n- Dec 10 06:57:00 sudo: root : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/bin/cat /etc/shadow", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("203.0.113.9 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326", "Client 203.0.113.9", "GET /a.gif as user frank answered 200, 2326 bytes")]
    [InlineData("203.0.113.9 - - [10/Oct/2000:13:55:36 -0700] \"POST /x?a=\\\"b HTTP/1.1\" 404 - \"http://e.example/\" \"Mozilla/5.0 (X11)\"", "Client 203.0.113.9, Mozilla/5.0 (X11)", "POST /x?a=\\\"b answered 404, from http://e.example/")]
    [InlineData("www.example.com:443 203.0.113.9 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 301 5 \"-\" \"-\"", "Client 203.0.113.9", "GET / to www.example.com:443 answered 301, 5 bytes")]
    [InlineData("2001:db8::7 - - [10/Oct/2000:13:55:36 -0700] \"\\x16\\x03\\x01\" 400 0", "Client 2001:db8::7", "\\x16\\x03\\x01 answered 400")]
    [InlineData("203.0.113.9 - - [10/Oct/2000:13:55:36 -0700] \"-\" 408 - \"-\" \"-\" 0.004 edge7", "Client 203.0.113.9", "- answered 408, 0.004 edge7")]
    public void Web_Line_IsToldByClient(string line, string client, string told)
    {
        string text = _folder.Single("logs", line).Document.Text;

        Assert.StartsWith("# Web access log of 2000-10-10 13:55:36", text, StringComparison.Ordinal);
        Assert.Contains($"## {client}\n\n- 2000-10-10 13:55:36 {told}\n", text, StringComparison.Ordinal);
    }
}

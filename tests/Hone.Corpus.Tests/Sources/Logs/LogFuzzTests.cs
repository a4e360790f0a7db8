using System.Text;
using Hone.Core.Statistics;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Logs;

/// <summary>Whatever happens to a log on its way, its reader gives documents and broken items, never an exception.</summary>
public sealed class LogFuzzTests : IDisposable
{
    private static readonly string[] _seeds =
    [
        "<34>1 2003-10-11T22:14:15.003Z h su 7 ID47 [a@1 b=\"c\\]\"] 'su root' failed\n<34>Oct 11 22:14:15 mymachine su: 'su root' failed for kim on /dev/pts/8\nDec 10 06:55:46 LabSZ sshd[1]: Failed password for invalid user admin from 203.0.113.7 port 38926 ssh2\n",
        "203.0.113.9 - kim [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326 \"http://e.example/\" \"Mozilla/5.0 (X11)\"\n203.0.113.9 - - [10/Oct/2000:13:55:37 -0700] \"POST /x?a=\\\"b HTTP/1.1\" 404 -\n",
        "{\"EventID\":4688,\"Channel\":\"Security\",\"Hostname\":\"WS1\",\"TimeCreated\":\"2024-03-01T10:00:00.000Z\",\"CommandLine\":\"cmd.exe /c \\\"whoami\\\"\",\"LogonType\":\"3\"}\n{\"winlog\":{\"channel\":\"Security\",\"event_id\":4624,\"event_data\":{\"a\":\"b\"}}}\n",
        "<Events><Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P'/><EventID>4625</EventID><TimeCreated SystemTime='2024-03-01T10:00:00Z'/><Channel>Security</Channel><Computer>c</Computer></System><EventData><Data Name='a'>b</Data></EventData></Event></Events>\n",
        "#separator \\x09\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tquery\n#types\ttime\tstring\taddr\tport\taddr\tport\tstring\n1709287200.123456\tC1\t10.0.0.5\t49152\t203.0.113.7\t443\tevil\\x2eexample\n",
        "CEF:0|Acme|Wall|1.2|100|Blocked \\| dropped|8|src=203.0.113.7 dst=10.0.0.5 msg=A b\\=c cs1Label=Rule cs1=r\nLEEF:2.0|Acme|IDS|3|login|^|src=203.0.113.7^usrName=kim\n",
        "[{\"timestamp\":\"2024-03-01T10:00:00.1+0000\",\"event_type\":\"alert\",\"src_ip\":\"10.0.0.5\",\"dest_ip\":\"203.0.113.7\",\"alert\":{\"signature\":\"x\"}},{\"eventName\":\"GetObject\",\"eventSource\":\"s3.amazonaws.com\"}]\n",
        "2024-03-01 10:00:00,123 ERROR app: it broke\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\n[Sun Dec 04 04:47:44 2005] [error] mod_jk child in error state 6\n1709287200.5 x\n03-17 16:13:38.811  1702 D W: x\n",
    ];

    private static readonly string[] _marks = ["\"", "\\", "[", "]", "{", "}", "<", ">", "\n", "\t", "=", "|", "%%", "\u202E", "&#x0;", "-", "99999999999999999999"];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_MutatedLogs_NeverCrash()
    {
        var random = new Xoshiro256(20260301);
        string[] kinds = ["logs", "syslog", "sshd", "weblog", "jsonlog", "cef", "winevent", "zeek"];
        for (int round = 0; round < 1000; round++)
        {
            byte[] bytes = Mutate(Encoding.UTF8.GetBytes(_seeds[random.Next(_seeds.Length)]), random);
            _folder.WriteBytes("a.log", bytes);

            SourceItem[] items = _folder.Read(kinds[random.Next(kinds.Length)], "a.log");

            LogFolder.AssertSound(items);
        }
    }

    [Fact]
    public void Read_SeedsCutAnywhere_NeverCrash()
    {
        foreach (string seed in _seeds)
            for (int length = 0; length < seed.Length; length += 3)
                LogFolder.AssertSound(_folder.ReadText("logs", "a.log", seed[..length]));
    }

    private static byte[] Mutate(byte[] bytes, Xoshiro256 random)
    {
        var changed = new List<byte>(bytes);
        for (int i = 0, changes = 1 + random.Next(8); i < changes && changed.Count > 0; i++)
        {
            int at = random.Next(changed.Count);
            switch (random.Next(5))
            {
                case 0:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 1:
                    changed.RemoveRange(at, Math.Min(changed.Count - at, 1 + random.Next(20)));
                    break;
                case 2:
                    changed.InsertRange(at, Encoding.UTF8.GetBytes(_marks[random.Next(_marks.Length)]));
                    break;
                case 3:
                    changed.AddRange(changed.GetRange(at, Math.Min(changed.Count - at, 200)));
                    break;
                default:
                    changed.RemoveRange(at, changed.Count - at);
                    break;
            }
        }
        return [.. changed];
    }
}

using Hone.Core;
using Hone.Core.Statistics;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Scrubbing.Pseudonyms;
using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Tests.Scrubbing;

public sealed class ScrubberTests
{
    private const string Mail = "From: Anna Kowalska <anna.kowalska@nordwind.org>\nTo: Piet de Vries <piet@nordwind.org>\n\nDear Piet,\nthe sample calls home to 185.220.101.4 and hxxp://evil[.]top/a.\nRegards,\nAnna\n";

    private static readonly ScrubKey _key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Fact]
    public void Scrub_Mail_TakesPeopleAndKeepsIndicators()
    {
        ScrubResult result = Scrubber.Create(new ScrubSpec()).Scrub(Mail);

        Assert.Equal("From: <NAME> <<EMAIL>>\nTo: <NAME> <<EMAIL>>\n\nDear <NAME>,\nthe sample calls home to 185.220.101.4 and hxxp://evil[.]top/a.\nRegards,\n<NAME>\n", result.Text);
        Assert.Equal(4, result.Counts()[ScrubKind.Name]);
        Assert.Equal("Anna Kowalska", Mail.Substring(result.Spans[0].Start, result.Spans[0].Length));
    }

    [Theory]
    [InlineData("The new password is Hx7!pqLw92")]
    [InlineData("your password is: kV9#mmTq72x")]
    public void Scrub_PasswordInASentence_IsASecret(string text) => Assert.EndsWith(" <SECRET>", Scrubber.Create(new ScrubSpec()).Scrub(text).Text, StringComparison.Ordinal);

    [Fact]
    public void Scrub_SameValue_SamePseudonymInAnyDocumentAndSpelling()
    {
        Scrubber one = Scrubber.Create(new ScrubSpec(), _key), other = Scrubber.Create(new ScrubSpec(), _key);

        string first = one.Scrub("mail anna.kowalska@nordwind.org now").Text;

        Assert.Matches("^mail <EMAIL-[0-9A-Z]{8}> now$", first);
        Assert.Equal(first, other.Scrub("mail Anna.Kowalska@NORDWIND.org now").Text);
        Assert.NotEqual(first, other.Scrub("mail piet@nordwind.org now").Text);
        Assert.NotEqual(first, Scrubber.Create(new ScrubSpec(), new ScrubKey(new byte[32])).Scrub("mail anna.kowalska@nordwind.org now").Text);
    }

    [Fact]
    public void Scrub_Twice_ChangesNothingMore()
    {
        Scrubber scrubber = Scrubber.Create(new ScrubSpec(), _key);

        string once = scrubber.Scrub(Mail).Text;

        Assert.Equal(once, scrubber.Scrub(once).Text);
    }

    [Fact]
    public void Scrub_ManyThreads_GiveTheSameTextsAndMap()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"Dear Anna Kowalska, call +48 22 531 {i + 1000:0000}, or mail Jan{i % 7}@nordwind.org and JAN{i % 7}@nordwind.org")];
        Scrubber alone = Scrubber.Create(new ScrubSpec(), _key), shared = Scrubber.Create(new ScrubSpec(), _key);
        using var folder = new TestFolder();

        string[] expected = [.. texts.Select(t => alone.Scrub(t).Text)];
        string[] actual = [.. texts.Reverse().AsParallel().AsOrdered().Select(t => shared.Scrub(t).Text).Reverse()];
        alone.SaveMap(folder["a.map"]);
        shared.SaveMap(folder["b.map"]);

        Assert.Equal(expected, actual);
        Assert.Equal(File.ReadAllBytes(folder["a.map"]), File.ReadAllBytes(folder["b.map"]));
    }

    [Fact]
    public void Unscrub_WithKeyAndMap_GivesTheTextBack()
    {
        using var folder = new TestFolder();
        string key = folder["team.key"], map = folder["texts.map"];
        ScrubKey.Create(key);
        Scrubber scrubber = Scrubber.Create(new ScrubSpec { KeyFile = key });
        string scrubbed = scrubber.Scrub(Mail).Text;
        scrubber.SaveMap(map);
        scrubber.SaveMap(map);

        Assert.DoesNotContain("Kowalska", scrubbed, StringComparison.Ordinal);
        Assert.DoesNotContain("Kowalska", File.ReadAllText(map), StringComparison.Ordinal);
        Assert.Equal(Mail, Unscrubber.Open(map, key).Unscrub(scrubbed));
        var writer = new StringWriter();
        Unscrubber.Open(map, key).Unscrub(new StringReader(scrubbed), writer);
        Assert.Equal(Mail, writer.ToString());
    }

    [Fact]
    public void Unscrub_OtherKeyOrChangedMap_IsRefused()
    {
        using var folder = new TestFolder();
        string key = folder["team.key"], other = folder["other.key"], map = folder["texts.map"];
        ScrubKey.Create(key);
        ScrubKey.Create(other);
        Scrubber scrubber = Scrubber.Create(new ScrubSpec { KeyFile = key });
        scrubber.Scrub(Mail);
        scrubber.SaveMap(map);
        string[] lines = File.ReadAllLines(map);
        string changed = folder["changed.map"];
        File.WriteAllLines(changed, [lines[0], lines[1].Split(' ')[0] + " " + lines[2].Split(' ')[1]]);

        Assert.Contains("texts.map:2", Assert.Throws<UserError>(() => Unscrubber.Open(map, other)).Message, StringComparison.Ordinal);
        Assert.Throws<UserError>(() => Unscrubber.Open(changed, key));
        Assert.Throws<UserError>(() => Unscrubber.Open(key, key));
        Assert.Throws<UserError>(() => ScrubKey.Read(map));
        Assert.Throws<UserError>(() => ScrubKey.Create(key));
    }

    [Fact]
    public void Spec_OwnAssets_AreReplacedWhereverTheyStand()
    {
        var spec = new ScrubSpec { Domains = ["nordwind.org"], Hosts = ["FRIDA01"], Users = ["leitstelle"], Ranges = ["10.20.0.0/16", "2001:470::/32", "192.0.2.7"], People = ["Ole Quist"] };
        Scrubber scrubber = Scrubber.Create(spec);

        Assert.Equal("<HOST> (<IP>) asked <DOMAIN> for <USER>", scrubber.Scrub("frida01 (10.20.3.4) asked vpn.nordwind.org for leitstelle").Text);
        Assert.Equal("<IP> and 10.21.0.1:80 via <IP>, <IP>:443", scrubber.Scrub("2001:470:1f0b::2 and 10.21.0.1:80 via 192.0.2.7, 10.20.255.255:443").Text);
        Assert.Equal("https://<DOMAIN>/x nordwind.org.evil.top mynordwind.org", scrubber.Scrub("https://www.nordwind.org/x nordwind.org.evil.top mynordwind.org").Text);
        Assert.Equal("and <NAME> came", scrubber.Scrub("and Ole Quist came").Text);
        Assert.Equal("<EMAIL>", scrubber.Scrub("security@nordwind.org").Text);
    }

    [Theory]
    [InlineData("{\"Message\":\"Subject:\\r\\n\\tAccount Name:\\twardog\\r\\n\\tLogon ID:\\t0x1\",\"Hostname\":\"WORKSTATION5\"}", "{\"Message\":\"Subject:\\r\\n\\tAccount Name:\\t<USER>\\r\\n\\tLogon ID:\\t0x1\",\"Hostname\":\"<HOST>\"}")]
    [InlineData("\"TargetUserName\":\"-\",\"SubjectUserName\":\"SYSTEM\",\"UserName\":\"S-1-5-18\"", "\"TargetUserName\":\"-\",\"SubjectUserName\":\"SYSTEM\",\"UserName\":\"S-1-5-18\"")]
    [InlineData("\"Hostname\":\"ws5.shire.local\" \"Hostname\":\"bad.example.top\"", "\"Hostname\":\"<HOST>\" \"Hostname\":\"bad.example.top\"")]
    [InlineData("logname= uid=0 euid=0 ruser= rhost=1.2.3.4 user=root", "logname= uid=0 euid=0 ruser= rhost=1.2.3.4 user=root")]
    [InlineData("Failed password for invalid user oracle from 1.2.3.4", "Failed password for invalid user oracle from 1.2.3.4")]
    [InlineData("the font MS Sans Serif, Agent Tesla, Ave Maria", "the font MS Sans Serif, Agent Tesla, Ave Maria")]
    [InlineData("detected via EventCode 4104, via Port 102/TCP", "detected via EventCode 4104, via Port 102/TCP")]
    [InlineData("see [mailer].(a.b@c)x and suupport@protonmail[.]com", "see [mailer].(a.b@c)x and suupport@protonmail[.]com")]
    public void Scrub_LinesOfLogsAndReports_AreRead(string text, string expected) => Assert.Equal(expected, Scrubber.Create(new ScrubSpec()).Scrub(text).Text);

    [Fact]
    public void Spec_KindsAndAllowList_Hold()
    {
        Assert.Equal("Dear Anna Kowalska, <EMAIL>", Scrubber.Create(new ScrubSpec { Kinds = ["email"] }).Scrub("Dear Anna Kowalska, anna@nordwind.org").Text);
        Assert.Equal("anna@nordwind.org <EMAIL> jan@vendor.eu", Scrubber.Create(new ScrubSpec { Allow = ["ANNA@nordwind.org", "@vendor.eu"] }).Scrub("anna@nordwind.org piet@nordwind.org jan@vendor.eu").Text);
    }

    [Fact]
    public void Spec_Problems_AreAllNamed()
    {
        var spec = new ScrubSpec { Kinds = ["names"], Ranges = ["10.20.0.0/40", "x"], Hosts = ["a"] };

        Assert.Equal(4, spec.Validate().Count);
        Assert.Throws<UserError>(() => Scrubber.Create(spec));
    }

    [Fact]
    public void Stream_InPieces_GivesWhatTheWholeGives()
    {
        Scrubber scrubber = Scrubber.Create(new ScrubSpec(), _key);
        string text = string.Concat(Enumerable.Range(0, 40_000).Select(i => i % 50 == 0 ? $"mail anna{i}@nordwind.org of {i}\n\n" : $"line {i} says little\n"));
        var written = new StringWriter();

        IReadOnlyDictionary<ScrubKind, int> counts = scrubber.Scrub(new StringReader(text), written);

        Assert.Equal(scrubber.Scrub(text).Text, written.ToString());
        Assert.Equal(800, counts[ScrubKind.Email]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a\n")]
    [InlineData("word word ")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n")]
    public void Pieces_AnyText_JoinToTheSame(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, 5000));

        string[] pieces = [.. TextPieces.Read(new StringReader(text), 1000, 8000)];

        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, p => Assert.InRange(p.Length, 1, 8000));
    }

    public static TheoryData<string> Hostile => ["@", "a", "A", "1", "1 ", "+1", "a@", "a@a.", "@a", "ghp_", "eyJ", "eyJa.", "eyJhbGciOiJIUzI1NiJ9.", "-----BEGIN ", "-----BEGIN RSA PRIVATE KEY-----", "://", "://a:", "password=", "token:\"", "basic ", "bearer ", "A B ", "Anna ", "Anna Kowalska ", "Dear ", "rue ", " street", "straße", "Mr. ", "DE89 ", "DE89", "(1", "1.1.1.1", "user=", "c:\\users\\", ":::", "8Q~", ".atlasv1.", "-us1", "\n", "\nJan 01 00:00:00 ", "{", "=", "\\n", "J. K. ", "AKIA", "::", "O'"];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Scrub_HostileText_TakesWorkInProportion(string unit)
    {
        Scrubber scrubber = Scrubber.Create(new ScrubSpec { Ranges = ["10.0.0.0/8"], Domains = ["nordwind.org"] });
        string small = string.Concat(Enumerable.Repeat(unit, 20_000 / unit.Length)), large = string.Concat(Enumerable.Repeat(unit, 320_000 / unit.Length));

        scrubber.Find(small, out long few);
        scrubber.Find(large, out long many);

        Assert.InRange(many, 0, 18 * few + 100_000);
        Assert.InRange(many / (double)large.Length, 0, 120);
    }

    [Fact]
    public void Scrub_TenMegabytesOfOneCharacter_TakesFewSteps()
    {
        foreach (char c in "@a1A")
        {
            Scrubber.Create(new ScrubSpec()).Find(new string(c, 10_000_000), out long steps);
            Assert.InRange(steps, 0, 100_000_000);
        }
    }

    [Fact]
    public void Scrub_RandomText_NeverFailsAndSpansAreInOrder()
    {
        string[] parts = ["@", "a", ".", " ", "\n", "1", "A", "-", "+1", "password=", "Dear ", "Anna", "ghp_", "eyJ", "://", ":", "\"", "'", "C:\\Users\\", "user=", "-----BEGIN ", "PRIVATE KEY-----", "Straße ", "rue ", "DE", "\ud83d\ude00", "\\n", "=", "<", ">", "{", "é", "Ж", "(", ")", "/", "basic ", ":::"];
        Scrubber scrubber = Scrubber.Create(new ScrubSpec { Ranges = ["10.0.0.0/8"], Domains = ["a.a"] }, _key);
        var chance = new Xoshiro256(7);
        for (int i = 0; i < 3000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, chance.Next(60)).Select(_ => parts[chance.Next(parts.Length)]));

            ScrubResult result = scrubber.Scrub(text);

            int end = 0;
            foreach (ScrubSpan span in result.Spans)
            {
                Assert.InRange(span.Start, end, text.Length);
                end = span.Start + span.Length;
                Assert.InRange(end, span.Start + 1, text.Length);
            }
        }
    }
}

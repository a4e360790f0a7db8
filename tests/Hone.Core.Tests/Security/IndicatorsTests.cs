using Hone.Core.Security;
using Hone.Core.Statistics;

namespace Hone.Core.Tests.Security;

public class IndicatorsTests
{
    [Theory]
    [InlineData("beacons to 185.220.101.4.", "Ipv4 185.220.101.4")]
    [InlineData("beacons to 185.220.101[.]4:8443/x", "Ipv4 185.220.101[.]4:8443/x")]
    [InlineData("(2a02:6b8::2:242)", "Ipv6 2a02:6b8::2:242")]
    [InlineData("see hxxps://evil[.]top/a?b=c, then", "Url hxxps://evil[.]top/a?b=c")]
    [InlineData("<http://1.2.3.4/x.exe>", "Url http://1.2.3.4/x.exe")]
    [InlineData("hxxp[:]//bad[.]site/", "Url hxxp[:]//bad[.]site/")]
    [InlineData("domains update-cdn.top, evil[.]com and mail.bad.co.uk", "Domain update-cdn.top", "Domain evil[.]com", "Domain mail.bad.co.uk")]
    [InlineData("from boss(at)evil[.]com", "Email boss(at)evil[.]com")]
    [InlineData("MD5: d41d8cd98f00b204e9800998ecf8427e", "Md5 d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709", "Sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa or bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "Bitcoin 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "Bitcoin bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7", "Ethereum 0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("writes HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\upd", "RegistryKey HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\upd")]
    [InlineData("drops C:\\ProgramData\\a.dll and %TEMP%\\b.exe, /tmp/.x/miner", "FilePath C:\\ProgramData\\a.dll", "FilePath %TEMP%\\b.exe", "FilePath /tmp/.x/miner")]
    [InlineData("creates the mutex \"Qk3_updater\" and Global\\MsWinZonesCacheCounterMutexA", "Mutex Qk3_updater", "Mutex Global\\MsWinZonesCacheCounterMutexA")]
    public void Find_Text_GivesIndicators(string text, params string[] expected) =>
        Assert.Equal(expected, Indicators.Find(text).Select(i => $"{i.Kind} {text.Substring(i.Start, i.Length)}"));

    [Theory]
    [InlineData("version 1.2.3 of setup.exe in config.json, CVE-2021-44228, T1059.001, e.g. i.e. 10:30:00")]
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb System.IO.File aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("the mutex is held while and/or a/b")]
    public void Find_LookAlikes_GiveNone(string text) => Assert.Empty(Indicators.Find(text));

    [Theory]
    [InlineData("hxxps[:]//evil[.]top/a", "https://evil.top/a")]
    [InlineData("boss[at]evil(dot)com", "boss@evil.com")]
    [InlineData("10.0.0[.]1", "10.0.0.1")]
    [InlineData("http://plain.com", "http://plain.com")]
    public void Refang_Defanged_IsPlain(string defanged, string plain) => Assert.Equal(plain, Indicators.Refang(defanged));

    [Fact]
    public void Find_RandomText_NeverFails()
    {
        string[] parts = ["hxxp", "://", "[.]", "a", "1", ".", "@", "(at)", "mutex ", "HKLM\\", "C:\\", "%", "]", "(", "[", " ", "\n", "0x", "bc1", ":", "/tmp/", "é", "\ud83d\ude00", "=", "{."];
        var chance = new Xoshiro256(3);
        for (int i = 0; i < 5000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, chance.Next(40)).Select(_ => parts[chance.Next(parts.Length)]));
            Assert.All(Indicators.Find(text), f => Assert.InRange(f.Start + f.Length, f.Start + 1, text.Length));
        }
    }
}

using System.Net;
using Hone.Corpus.Fetching;
using Hone.Corpus.Fetching.Network;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>Where a fetch may go, and where not.</summary>
public class HostRulesTests
{
    [Theory]
    [InlineData("http://data.test/a.json", "plain https")]
    [InlineData("https://data.test:8443/a.json", "plain https")]
    [InlineData("https://user:word@data.test/a.json", "plain https")]
    [InlineData("file:///etc/passwd", "plain https")]
    [InlineData("https://elsewhere.test/a.json", "not a host of this source")]
    [InlineData("https://data.test.elsewhere.test/a.json", "not a host of this source")]
    public void Target_OutsideTheList_IsRefused(string address, string problem)
    {
        var rules = new HostRules(FetchKit.Source("kev", FetchKit.Json()), [], null);

        var failure = Assert.Throws<FetchFailure>(() => rules.Target(new Uri(address)));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_AtAMirror_KeepsHostAndPath()
    {
        var rules = new HostRules(FetchKit.Source("kev", FetchKit.Json()), [], HostRules.ParseMirror("https://proxy.internal/public"));

        Assert.Equal("https://proxy.internal/public/data.test/a.json?x=1", rules.Target(new Uri("https://data.test/a.json?x=1")).AbsoluteUri);
        Assert.True(rules.MayBePrivate("proxy.internal"));
        Assert.False(rules.MayBePrivate("data.test"));
    }

    [Fact]
    public void Target_OfAnAllowedHost_IsFine()
    {
        var rules = new HostRules(FetchKit.Source("kev", FetchKit.Json()), ["vendor.test"], null);

        Assert.Equal("vendor.test", rules.Target(new Uri("https://vendor.test/a")).Host);
    }

    [Theory]
    [InlineData("proxy.internal")]
    [InlineData("ftp://proxy.internal/")]
    [InlineData("https://user@proxy.internal/")]
    [InlineData("https://proxy.internal/?q=")]
    public void Mirror_ThatIsNoBase_IsRefused(string text) => Assert.Throws<Hone.Core.UserError>(() => HostRules.ParseMirror(text));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("64:ff9b::7f00:1", true)]
    [InlineData("2002:7f00:1::", true)]
    [InlineData("2606:4700::1111", false)]
    public void Address_OfAPrivateNetwork_IsKnown(string address, bool isPrivate) => Assert.Equal(isPrivate, PrivateAddresses.Contains(IPAddress.Parse(address)));

    [Fact]
    public async Task Host_ThatLeadsToThisMachine_IsNotConnectedTo()
    {
        using var kit = new FetchKit(_ => Answer.Ok("[]"), FetchKit.Source("kev", FetchKit.Json() with { Address = "https://localhost/kev.json" })) { UseMirror = false };

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains("no public address", fetched.Problem, StringComparison.Ordinal);
        Assert.Empty(kit.Time.Waits);
    }

    [Theory]
    [InlineData("https://elsewhere.test/kev.json", "not a host of this source")]
    [InlineData("http://127.0.0.1:9/kev.json", "plain https")]
    [InlineData("file:///etc/passwd", "plain https")]
    public async Task Redirect_ToElsewhere_IsRefused(string location, string problem)
    {
        using var kit = new FetchKit(_ => Answer.To(location), FetchKit.Source("kev", FetchKit.Json()));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains(problem, fetched.Problem, StringComparison.Ordinal);
        Assert.Single(kit.Server.Requests);
    }

    [Fact]
    public async Task Redirect_InACircle_Ends()
    {
        using var kit = new FetchKit(asked => Answer.To(asked.Path.EndsWith("/a", StringComparison.Ordinal) ? "https://data.test/b" : "https://data.test/a"), FetchKit.Source("kev", FetchKit.Json()));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains("circle", fetched.Problem, StringComparison.Ordinal);
        Assert.InRange(kit.Server.Requests.Count, 2, 6);
    }

    [Fact]
    public async Task Redirect_ToAHostOfTheSource_IsFollowed()
    {
        using var kit = new FetchKit(asked => asked.Path == "/files.test/kev.json" ? Answer.Ok("[1]") : Answer.To("https://files.test/kev.json"), FetchKit.Source("kev", FetchKit.Json()) with { Hosts = ["files.test"] });

        Assert.Equal("new", (await kit.OnlyAsync()).State);
    }

    [Fact]
    public void List_OfSources_IsInOrder()
    {
        Assert.Distinct(FetchList.All.Select(source => source.Name));
        Assert.All(FetchList.All, source =>
        {
            Assert.Matches("^[a-z0-9-]+$", source.Name);
            Assert.NotEmpty(source.Parts);
            Assert.Distinct(source.Parts.Select(part => part.Item));
            Assert.StartsWith("https://", source.Documentation, StringComparison.Ordinal);
            var rules = new HostRules(source, [], null);
            Assert.All(source.Parts, part => rules.Target(new Uri(part.Address.Replace("{0}", "1", StringComparison.Ordinal))));
            // Folders are a source's own: no source can overwrite another's files.
            Assert.All(source.Parts.OfType<FilePart>(), part => Assert.Equal(source.Name, part.To.Split('/')[0]));
        });
    }

    [Theory]
    [InlineData("rfc:9110", "https://www.rfc-editor.org/rfc/rfc9110.txt")]
    [InlineData("rfc:1", "https://www.rfc-editor.org/rfc/rfc1.txt")]
    [InlineData("osv:Hex", "https://osv-vulnerabilities.storage.googleapis.com/Hex/all.zip")]
    [InlineData("epss:2026-01-31", "https://epss.empiricalsecurity.com/epss_scores-2026-01-31.csv.gz")]
    [InlineData("csaf:sick.com", "https://sick.com/.well-known/csaf/provider-metadata.json")]
    [InlineData("attack:ics", "https://raw.githubusercontent.com/mitre-attack/attack-stix-data/master/ics-attack/ics-attack.json")]
    public void Choice_OfAnItem_FindsItsAddress(string name, string address)
    {
        var chosen = FetchChoice.Of([name], new FetchLock(), FetchList.All);

        Assert.Equal(address, Assert.Single(Assert.Single(chosen).Parts).Address);
    }

    [Theory]
    [InlineData("atack")]
    [InlineData("rfc:../../etc")]
    [InlineData("rfc:123456")]
    [InlineData("epss:yesterday")]
    [InlineData("osv:a/b")]
    [InlineData("csaf:localhost")]
    [InlineData("attack:")]
    public void Choice_OfNothingThereIs_SaysWhatThereIs(string name)
    {
        var error = Assert.Throws<Hone.Core.UserError>(() => FetchChoice.Of([name], new FetchLock(), FetchList.All));

        Assert.NotNull(error.Hint);
    }
}

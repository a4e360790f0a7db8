using Hone.Core.Documents;
using Hone.Corpus.Quality;

namespace Hone.Corpus.Tests.Quality;

public class RelevanceFilterTests
{
    [Theory]
    [InlineData("Stack-based buffer overflow in the parser of Example Viewer 3.1 allows remote attackers to execute arbitrary code via a crafted file.")]
    [InlineData("The loader decrypts its second stage, injects it into explorer.exe and beacons to its command and control server over HTTPS.")]
    [InlineData("Mar  3 06:25:46 web01 sshd[2213]: Failed password for invalid user admin from 203.0.113.5 port 52214 ssh2\nMar  3 06:25:48 web01 sshd[2213]: Connection closed by 203.0.113.5")]
    [InlineData("2024-03-03 10:00:00,120 INFO node started\n2024-03-03 10:00:01,333 INFO node stopped")]
    [InlineData("134681 node-246 unix.hw state_change\n134682 node-247 unix.hw state_change")]
    public void Judge_SecurityAndLogs_Stay(string text) => Assert.True(Judge(text).Kept);

    [Theory]
    [InlineData("Simmer the onions in butter until they are soft, add the stock and the chopped carrots, and let the soup cook for half an hour.")]
    [InlineData("The old captain walked slowly along the shore and thought of the summers of his youth, when the harbour was full of ships and songs.")]
    [InlineData("In the fourth quarter, consumption grew by two percent while prices of housing and food rose more slowly than a year before.")]
    public void Judge_AnythingElse_IsDropped(string text) => Assert.Equal("not_security", Judge(text).Reason);

    [Fact]
    public void Filters_OnlyGeneralKindsOfTheDomain_AreAsked()
    {
        Assert.Contains(QualityFilters.For(new QualitySpec(), "html", domain: true), filter => filter is RelevanceFilter);
        Assert.DoesNotContain(QualityFilters.For(new QualitySpec(), "html", domain: false), filter => filter is RelevanceFilter);
        Assert.DoesNotContain(QualityFilters.For(new QualitySpec(), "cve", domain: true), filter => filter is RelevanceFilter);
    }

    private static Corpus.Cleaning.Verdict Judge(string text) => new RelevanceFilter(new QualitySpec()).Judge(new Document { Id = "1", Source = "s", Text = text });
}

using Hone.Cli.Models;

namespace Hone.Cli.Tests.Models;

public class StopStringsTests
{
    [Fact]
    public void Push_AnyCut_ShowsWhatIsBeforeTheFirstStop()
    {
        const string Text = "one two\nstop here##end";
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var stops = new StopStrings(["##", "\nst", ""]);
            var shown = "";
            for (var at = 0; at < Text.Length;)
            {
                var length = Math.Min(random.Next(1, 6), Text.Length - at);
                shown += stops.Push(Text.Substring(at, length));
                at += length;
            }

            Assert.Equal("one two", shown + stops.Flush());
            Assert.True(stops.Found);
        }
    }

    [Fact]
    public void Flush_HeldBackText_IsShown()
    {
        var stops = new StopStrings(["END"]);

        Assert.Equal("the ", stops.Push("the EN"));
        Assert.Equal("EN", stops.Flush());
        Assert.False(stops.Found);
    }

    [Fact]
    public void Push_WithoutStops_HoldsNothingBack() => Assert.Equal("abc", new StopStrings([]).Push("abc"));
}

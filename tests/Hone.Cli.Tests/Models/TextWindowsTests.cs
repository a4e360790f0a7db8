using Hone.Cli.Models;

namespace Hone.Cli.Tests.Models;

public class TextWindowsTests
{
    [Theory]
    [InlineData(1, 1, 8)]
    [InlineData(9, 1, 8)]
    [InlineData(10, 1, 8)]
    [InlineData(1000, 1, 8)]
    [InlineData(1000, 500, 8)]
    [InlineData(57, 3, 2)]
    [InlineData(20, 1, 1)]
    public void Windows_ScoreEveryTokenOnce_AndFitTheContext(int length, int first, int context)
    {
        var windows = TextWindows.Of(length, first, context).ToList();

        Assert.Equal(Enumerable.Range(first, length - first), windows.SelectMany(w => Enumerable.Range(w.First, w.End - w.First)));
        Assert.All(windows, w => Assert.True(w.End - w.Start - 1 <= context && w.Start < w.First));
    }

    [Fact]
    public void Windows_AfterTheFirst_SeeHalfAContextBefore()
    {
        Assert.All(TextWindows.Of(100, 1, 16).Skip(1), w => Assert.Equal(8, w.First - w.Start));
    }
}

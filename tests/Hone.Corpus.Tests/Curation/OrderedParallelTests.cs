using Hone.Core;
using Hone.Corpus.Curation;

namespace Hone.Corpus.Tests.Curation;

public class OrderedParallelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void Select_ManyItems_KeepTheirOrder(int count) => Assert.Equal(
        Enumerable.Range(0, count).Select(i => i * 2),
        OrderedParallel.Select(Enumerable.Range(0, count), i => i * 2, CancellationToken.None));

    [Fact]
    public void Select_FunctionThatFails_GivesItsError() => Assert.Throws<UserError>(() =>
        OrderedParallel.Select<int, int>(Enumerable.Range(0, 100), _ => throw new UserError("bad"), CancellationToken.None).Count());

    [Fact]
    public void Select_Cancelled_Stops() => Assert.ThrowsAny<OperationCanceledException>(() =>
        OrderedParallel.Select(Enumerable.Range(0, 10), i => i, new CancellationToken(canceled: true)).Count());

    [Fact]
    public void Select_CallerThatStopsEarly_LeavesNothingRunning()
    {
        int running = 0;

        int first = OrderedParallel.Select(Enumerable.Range(0, 1000), i =>
        {
            Interlocked.Increment(ref running);
            Thread.SpinWait(1000);
            Interlocked.Decrement(ref running);
            return i;
        }, CancellationToken.None).First();

        Assert.Equal((0, 0), (first, running));
    }
}

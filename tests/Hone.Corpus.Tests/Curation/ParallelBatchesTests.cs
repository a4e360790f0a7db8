using Hone.Core;
using Hone.Corpus.Curation;

namespace Hone.Corpus.Tests.Curation;

public class ParallelBatchesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void Select_ManyItems_KeepTheirOrder(int count) => Assert.Equal(
        Enumerable.Range(0, count).Select(i => i * 2),
        ParallelBatches.Select(Enumerable.Range(0, count), i => i % 7 * 100_000, i => i * 2, CancellationToken.None));

    [Fact]
    public void Select_FunctionThatFails_GivesItsUserError() => Assert.Throws<UserError>(() =>
        ParallelBatches.Select<int, int>(Enumerable.Range(0, 100), _ => 1, _ => throw new UserError("bad"), CancellationToken.None).Count());

    [Fact]
    public void Select_Cancelled_Stops() => Assert.ThrowsAny<OperationCanceledException>(() =>
        ParallelBatches.Select(Enumerable.Range(0, 10), _ => 1, i => i, new CancellationToken(canceled: true)).Count());
}

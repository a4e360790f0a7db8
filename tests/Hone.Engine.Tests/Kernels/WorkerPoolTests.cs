using Hone.Engine.Kernels.Cpu;

namespace Hone.Engine.Tests.Kernels;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Run_ManyShortJobs_DoesEveryPieceOnceBeforeItReturns(int threads)
    {
        using var pool = new WorkerPool(threads);
        var counts = new int[50];
        for (var round = 1; round <= 500; round++)
        {
            pool.Run(1 + (round % 50), (piece, _) => Interlocked.Increment(ref counts[piece]));

            Assert.Equal(Enumerable.Range(1, round).Sum(r => 1 + (r % 50)), counts.Sum());
        }
    }

    [Fact]
    public void Run_APieceThatFails_ThrowsAndThePoolGoesOn()
    {
        using var pool = new WorkerPool(3);

        var error = Assert.Throws<InvalidOperationException>(() => pool.Run(20, (piece, _) => throw new NotSupportedException($"piece {piece}")));

        Assert.IsType<NotSupportedException>(error.InnerException);
        var sum = 0;
        pool.Run(20, (piece, _) => Interlocked.Add(ref sum, piece));
        Assert.Equal(190, sum);
    }

    // Between jobs, workers fall asleep: the next job must wake them or be done without them.
    [Fact]
    public void Run_AfterAPause_IsDone()
    {
        using var pool = new WorkerPool(4);
        for (var round = 0; round < 5; round++)
        {
            Thread.Sleep(30);
            var done = 0;
            pool.Run(8, (_, _) => Interlocked.Increment(ref done));
            Assert.Equal(8, done);
        }
    }
}

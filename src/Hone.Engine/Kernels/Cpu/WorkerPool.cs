namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// A fixed set of threads that share out numbered pieces of work. Which thread takes which piece does not matter to any result:
/// every piece writes its own part of the output, and sums over pieces are taken in the order of their numbers.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 200;
    private readonly Thread[] threads;
    private readonly SemaphoreSlim wake = new(0);
    private Action<int, int> body = static (_, _) => { };
    private Exception? failure;
    private int next;
    private int count;
    private int running;
    private int sleeping;
    private volatile int generation;
    private volatile bool stopped;

    public WorkerPool(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        Count = threadCount;
        threads = new Thread[threadCount - 1];
        for (var worker = 1; worker < threadCount; worker++)
        {
            var number = worker;
            threads[worker - 1] = new Thread(() => Loop(number)) { IsBackground = true, Name = $"hone-{number}" };
            threads[worker - 1].Start();
        }
    }

    /// <summary>Threads that work, the caller's included.</summary>
    public int Count { get; }

    /// <summary>Calls <paramref name="work"/>(piece, worker) for every piece in 0..pieces-1 and returns when all are done.</summary>
    public void Run(int pieces, Action<int, int> work)
    {
        if (threads.Length == 0 || pieces <= 1)
        {
            for (var piece = 0; piece < pieces; piece++)
                work(piece, 0);
            return;
        }
        body = work;
        count = pieces;
        failure = null;
        Volatile.Write(ref next, 0);
        Volatile.Write(ref running, threads.Length);
        generation++;
        var asleep = Volatile.Read(ref sleeping);
        if (asleep > 0)
            wake.Release(asleep);
        TakePieces(0);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref running) > 0)
            spinner.SpinOnce(sleep1Threshold: -1);
        if (failure is not null)
            throw new InvalidOperationException("A worker failed.", failure);
    }

    public void Dispose()
    {
        stopped = true;
        generation++;
        wake.Release(threads.Length + 1);
        foreach (var thread in threads)
            thread.Join();
        wake.Dispose();
    }

    private void Loop(int worker)
    {
        var seen = 0;
        while (true)
        {
            WaitForGenerationAfter(seen);
            seen = generation;
            if (stopped)
                return;
            TakePieces(worker);
            Interlocked.Decrement(ref running);
        }
    }

    private void WaitForGenerationAfter(int seen)
    {
        for (var spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (generation != seen)
                return;
            Thread.SpinWait(20);
        }
        Interlocked.Increment(ref sleeping);
        while (generation == seen)
            wake.Wait(millisecondsTimeout: 100);
        Interlocked.Decrement(ref sleeping);
    }

    private void TakePieces(int worker)
    {
        try
        {
            for (int piece; (piece = Interlocked.Increment(ref next) - 1) < count;)
                body(piece, worker);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref failure, error, null);
            Volatile.Write(ref next, count);
        }
    }
}

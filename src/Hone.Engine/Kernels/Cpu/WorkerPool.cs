namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// A fixed set of threads that share out numbered pieces of work. Which thread takes which piece does not matter to any result:
/// every piece writes its own part of the output, and sums over pieces are taken in the order of their numbers. Work is done when its pieces
/// are, not when every thread has looked: a thread that the system keeps off its core delays nobody.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 200;
    private readonly Thread[] threads;
    private readonly SemaphoreSlim wake = new(0);
    private Job current = Job.Nothing;
    private int sleeping;
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
        var job = new Job(work, pieces);
        // A full fence: a worker about to sleep either sees the new job or is counted here.
        Interlocked.Exchange(ref current, job);
        if (Volatile.Read(ref sleeping) is > 0 and var asleep)
            wake.Release(Math.Min(asleep, pieces - 1));
        job.TakePieces(0);
        job.Wait();
    }

    public void Dispose()
    {
        stopped = true;
        Interlocked.Exchange(ref current, Job.Nothing);
        wake.Release(threads.Length + 1);
        foreach (var thread in threads)
            thread.Join();
        wake.Dispose();
    }

    private void Loop(int worker)
    {
        var seen = Job.Nothing;
        while (!stopped)
        {
            seen = JobAfter(seen);
            seen.TakePieces(worker);
        }
    }

    private Job JobAfter(Job seen)
    {
        for (var spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (Volatile.Read(ref current) is var job && job != seen)
                return job;
            Thread.SpinWait(20);
        }
        Interlocked.Increment(ref sleeping);
        while (Volatile.Read(ref current) == seen && !stopped)
            wake.Wait(millisecondsTimeout: 100);
        Interlocked.Decrement(ref sleeping);
        return Volatile.Read(ref current);
    }

    private sealed class Job(Action<int, int> work, int pieces)
    {
        public static readonly Job Nothing = new(static (_, _) => { }, 0);

        private int next;
        private int done;
        private Exception? failure;

        /// <summary>Does pieces until none is left; a late-comer finds none.</summary>
        public void TakePieces(int worker)
        {
            var taken = 0;
            for (int piece; (piece = Interlocked.Increment(ref next) - 1) < pieces; taken++)
            {
                try
                {
                    if (failure is null)
                        work(piece, worker);
                }
                catch (Exception error)
                {
                    Interlocked.CompareExchange(ref failure, error, null);
                }
            }
            if (taken > 0)
                Interlocked.Add(ref done, taken);
        }

        public void Wait()
        {
            var spinner = default(SpinWait);
            while (Volatile.Read(ref done) < pieces)
                spinner.SpinOnce(sleep1Threshold: -1);
            if (failure is not null)
                throw new InvalidOperationException("A worker failed.", failure);
        }
    }
}

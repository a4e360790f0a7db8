namespace Hone.Engine.Generation;

/// <summary>A thread that steps as long as there is something to do and sleeps until it is woken otherwise.</summary>
internal sealed class StepLoop : IDisposable
{
    private readonly AutoResetEvent work = new(false);
    private readonly Func<bool> step;
    private readonly Thread thread;
    private volatile bool stopped;

    /// <param name="step">One step; false: there was nothing to do. It does not throw.</param>
    public StepLoop(Func<bool> step)
    {
        this.step = step;
        thread = new Thread(Run) { IsBackground = true, Name = "hone-generation" };
        thread.Start();
    }

    public void Wake()
    {
        if (!stopped)
            work.Set();
    }

    public void Dispose()
    {
        stopped = true;
        work.Set();
        thread.Join();
        work.Dispose();
    }

    private void Run()
    {
        while (!stopped)
        {
            if (!step())
                work.WaitOne();
        }
    }
}

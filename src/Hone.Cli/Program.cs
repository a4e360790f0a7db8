using System.Runtime.InteropServices;
using Hone.Cli;
using Hone.Cli.Output;

using var stop = new CancellationTokenSource();
var io = CliStreams.OfProcess();

// The first Ctrl-C asks the work to stop where it can go on later; the second one ends the process as usual.
Console.CancelKeyPress += (_, key) =>
{
    if (stop.IsCancellationRequested)
        return;
    key.Cancel = true;
    io.Error.WriteLine();
    io.Error.WriteLine("stopping at the next safe point; press Ctrl-C again to stop at once");
    stop.Cancel();
};
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
return await Application.RunAsync(args, io, stop.Token);

using System.Text.Json.Nodes;
using Hone.Core.Documents;
using Hone.Core.Runs;

namespace Hone.Core.Tests.Runs;

/// <summary>
/// A stage that appends one line after the other to its result and goes on from what it finds, as a training does.
/// <see cref="Interrupt"/> is asked before every line.
/// </summary>
internal sealed class FakeStage(string input, int lines = 5) : IStage
{
    public string Name => "fake";

    public JsonObject Spec => new() { ["lines"] = lines, ["word"] = Word };

    public string Word { get; init; } = "line";

    public IReadOnlyList<string> Inputs => [input];

    public Action<int> Interrupt { get; init; } = _ => { };

    public int LinesWritten { get; private set; }

    public int Calls { get; private set; }

    public Task RunAsync(StageContext context, CancellationToken cancel)
    {
        Calls++;
        var directory = new StageDirectory(context.Directory);
        string path = directory.In("state.txt");
        string[] done = File.Exists(path) ? File.ReadAllLines(path) : [];
        using var metrics = MetricsLog.OpenAt(directory.Metrics, step => step < done.Length);
        for (int i = done.Length; i < lines; i++)
        {
            Interrupt(i);
            cancel.ThrowIfCancellationRequested();
            metrics.Append(i, ("loss", 1.0 / (i + 1)));
            done = [.. done, $"{Word} {i} {File.ReadAllText(input)}"];
            AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', done)));
            LinesWritten++;
        }
        AtomicFile.Write(directory.In("deep", "result.txt"), File.ReadAllBytes(path));
        return Task.CompletedTask;
    }
}

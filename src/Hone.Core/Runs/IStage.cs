using System.Text.Json.Nodes;

namespace Hone.Core.Runs;

/// <summary>
/// One step of a run: (spec, inputs on disk) -> files in a directory. The same spec on the same inputs gives the same bytes,
/// so a stage that finished is not run again, and one that was killed is started again on the files it left.
/// </summary>
public interface IStage
{
    /// <summary>Name of the stage's directory inside the run: "curate", "adapt".</summary>
    string Name { get; }

    /// <summary>The resolved spec, defaults included: part of what decides whether the stage must run again.</summary>
    JsonObject Spec { get; }

    /// <summary>Files and directories the stage reads; their contents are hashed.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>Does the work. Finds its own unfinished files under <see cref="StageContext.Directory"/> and goes on from them.</summary>
    Task RunAsync(StageContext context, CancellationToken cancel);
}

/// <summary>What a stage is given to work with.</summary>
public sealed record StageContext(string Directory, IProgressReporter Progress, TimeProvider Time)
{
    /// <summary>What the stage expects to need; written beside what it took (usage.jsonl).</summary>
    public StageForecast Forecast { get; set; }
}

/// <summary>Time in seconds and memory in bytes at its peak; 0: not said.</summary>
public readonly record struct StageForecast(double Seconds, long Bytes);

/// <summary>Tells a person how far long work is: a bar on a terminal, plain lines when piped.</summary>
public interface IProgressReporter
{
    /// <summary>Begins a piece of work of <paramref name="total"/> units (0: unknown).</summary>
    void Begin(string title, long total, string unit);

    /// <summary>Units done so far, and a short detail such as "loss 3.21".</summary>
    void Report(long done, string? detail = null);

    /// <summary>A line that stays: a decision, a count, a warning.</summary>
    void Note(string line);
}

/// <summary>For callers that watch nothing.</summary>
public sealed class NoProgress : IProgressReporter
{
    public static NoProgress Instance { get; } = new();

    public void Begin(string title, long total, string unit) { }

    public void Report(long done, string? detail = null) { }

    public void Note(string line) { }
}

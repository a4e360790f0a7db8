using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core.Documents;

namespace Hone.Core.Runs;

/// <summary>A file or directory by its content.</summary>
public sealed record FileRecord(string Path, long Bytes, string Sha256);

/// <summary>
/// What a finished stage was made from and what it made. The same spec on the same inputs by the same build gives the same
/// manifest byte for byte: time, memory and machine are in usage.jsonl.
/// </summary>
public sealed record Manifest
{
    public const int CurrentFormat = 1;

    private const int MaxBytes = 256 << 20;

    public int Format { get; init; } = CurrentFormat;

    public required string Stage { get; init; }

    /// <summary>SHA-256 over spec, inputs and format: decides whether the stage must run again.</summary>
    public required string Key { get; init; }

    public required CodeVersion Code { get; init; }

    public required JsonObject Spec { get; init; }

    public required IReadOnlyList<FileRecord> Inputs { get; init; }

    /// <summary>Every file the stage left, by its path inside the stage's directory.</summary>
    public required IReadOnlyList<FileRecord> Outputs { get; init; }

    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Readable.Manifest));

    public static Manifest Read(string path)
    {
        byte[] content = InputFile.ReadAll(path, MaxBytes);
        try
        {
            Manifest? manifest = JsonSerializer.Deserialize(content, RunJson.Readable.Manifest);
            if (manifest is { Format: CurrentFormat })
                return manifest;
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}: not a manifest: {e.Message}", "Delete the stage's directory to run it again.", e);
        }
        throw new UserError($"{path}: a manifest of another format than {CurrentFormat}", "It was written by another version of hone: delete the stage's directory to run it again.");
    }

    /// <summary>The manifest, or null where the stage is not finished; one that cannot be read counts as not finished.</summary>
    internal static Manifest? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? Read(path) : null;
        }
        catch (UserError)
        {
            return null;
        }
    }
}

/// <summary>Content of stage.json: which key the unfinished files belong to.</summary>
internal sealed record StartedStage(string Key);

/// <summary>One line of usage.jsonl: what an attempt cost. Everything that differs between two equal runs is here.</summary>
public sealed record StageUsage
{
    public required DateTimeOffset Started { get; init; }
    public double WallSeconds { get; init; }
    public double CpuSeconds { get; init; }
    public long PeakRssBytes { get; init; }

    /// <summary>What the stage said it would need before it began, where it says so; 0: nothing.</summary>
    public double ForecastSeconds { get; init; }
    public long ForecastBytes { get; init; }

    /// <summary>False for an attempt that failed, was interrupted or, with all costs zero, was killed.</summary>
    public bool Completed { get; init; }
}

using System.Text.Json;
using Hone.Core.Documents;

namespace Hone.Core.Runs;

/// <summary>What <see cref="StageRunner"/> did.</summary>
public enum StageOutcome
{
    /// <summary>The stage ran to its end.</summary>
    Done,

    /// <summary>It had finished before with the same spec and inputs, and its results are untouched.</summary>
    UpToDate,
}

/// <summary>
/// Runs a stage once. The order of its writes makes a kill at any moment harmless: stage.json with the key comes first, results
/// next, manifest.json last. On a second start, a manifest with the same key and untouched outputs means there is nothing to do;
/// stage.json with the same key means the stage goes on from its own files; anything else means an empty directory.
/// </summary>
public static class StageRunner
{
    /// <summary>Key of a directory that is being emptied: it equals no stage's.</summary>
    private const string Discarded = "discarded";

    public static async Task<StageOutcome> RunAsync(IStage stage, RunDirectory run, IProgressReporter progress, TimeProvider time, CancellationToken cancel)
    {
        StageDirectory directory = run.Stage(stage.Name);
        using IDisposable hold = run.Hold();
        try
        {
            IReadOnlyList<FileRecord> inputs = await HashInputsAsync(stage, progress, cancel);
            string key = StageKey.Compute(stage, inputs);
            if (await IsFinishedAsync(directory, stage, key, progress, cancel))
                return StageOutcome.UpToDate;
            Prepare(directory, stage, key, progress);
            await RunAttemptAsync(stage, directory, key, inputs, progress, time, cancel);
            return StageOutcome.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{stage.Name}: {e.Message} (in {directory.Path})", "Look for free space and for the rights to write there; then start the same command again.", e);
        }
    }

    private static async Task<IReadOnlyList<FileRecord>> HashInputsAsync(IStage stage, IProgressReporter progress, CancellationToken cancel)
    {
        var inputs = new List<FileRecord>();
        progress.Begin($"{stage.Name}: reading inputs", stage.Inputs.Count, "inputs");
        foreach (string input in stage.Inputs)
        {
            inputs.Add(await ContentHash.OfAsync(input, cancel));
            progress.Report(inputs.Count, input);
        }
        return inputs;
    }

    private static async Task<bool> IsFinishedAsync(StageDirectory directory, IStage stage, string key, IProgressReporter progress, CancellationToken cancel)
    {
        if (Manifest.TryRead(directory.Manifest) is not { } manifest || manifest.Key != key)
            return false;
        foreach (FileRecord output in manifest.Outputs)
        {
            string path = directory.In(output.Path);
            if (File.Exists(path) && new FileInfo(path).Length == output.Bytes && await ContentHash.OfFileAsync(path, output.Path, cancel) == output)
                continue;
            progress.Note($"{stage.Name}: {output.Path} is missing or was changed since; running again");
            Empty(directory);
            return false;
        }
        progress.Note($"{stage.Name}: finished before with the same spec and inputs; nothing to do");
        return true;
    }

    private static void Prepare(StageDirectory directory, IStage stage, string key, IProgressReporter progress)
    {
        if (ReadStartedKey(directory) == key)
        {
            progress.Note($"{stage.Name}: going on from an earlier attempt");
            DeleteTemporaryFiles(directory);
            File.Delete(directory.Manifest);
            return;
        }
        Empty(directory);
        WriteStartedKey(directory, key);
    }

    private static async Task RunAttemptAsync(IStage stage, StageDirectory directory, string key, IReadOnlyList<FileRecord> inputs, IProgressReporter progress, TimeProvider time, CancellationToken cancel)
    {
        UsageLog usage = UsageLog.Start(directory.Usage, time);
        var context = new StageContext(directory.Path, progress, time);
        bool completed = false;
        try
        {
            await stage.RunAsync(context, cancel);
            var manifest = new Manifest
            {
                Stage = stage.Name,
                Key = key,
                Code = CodeVersion.Current,
                Spec = stage.Spec,
                Inputs = inputs,
                Outputs = await HashOutputsAsync(directory, cancel),
            };
            manifest.Write(directory.Manifest);
            completed = true;
        }
        finally
        {
            usage.Finish(completed, context.Forecast);
        }
    }

    private static async Task<IReadOnlyList<FileRecord>> HashOutputsAsync(StageDirectory directory, CancellationToken cancel)
    {
        var outputs = new List<FileRecord>();
        foreach ((string path, string relative) in FileTree.List(directory.Path))
            if (!StageDirectory.IsRecord(relative) && !relative.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal))
                outputs.Add(await ContentHash.OfFileAsync(path, relative, cancel));
        return outputs;
    }

    /// <summary>Deletes what another spec left. Marked first, so that a kill half-way through is not taken for something to go on from.</summary>
    private static void Empty(StageDirectory directory)
    {
        bool ours = File.Exists(directory.Started) || File.Exists(directory.Manifest);
        if (!ours && Directory.Exists(directory.Path) && Directory.EnumerateFileSystemEntries(directory.Path).Any(e => !IsMark(e)))
            throw new UserError($"{directory.Path}: holds files that hone did not put there", "Move them away, or give the run another name.");
        Directory.CreateDirectory(directory.Path);
        WriteStartedKey(directory, Discarded);
        File.Delete(directory.Manifest);
        foreach (string entry in Directory.EnumerateFileSystemEntries(directory.Path).Where(e => e != directory.Started).ToArray())
            if (Directory.Exists(entry) && !new FileInfo(entry).Attributes.HasFlag(FileAttributes.ReparsePoint))
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);

        bool IsMark(string entry) => entry == directory.Started + AtomicFile.TemporarySuffix;
    }

    private static void DeleteTemporaryFiles(StageDirectory directory)
    {
        foreach ((string path, string relative) in FileTree.List(directory.Path))
            if (relative.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal))
                File.Delete(path);
    }

    private static void WriteStartedKey(StageDirectory directory, string key) =>
        AtomicFile.Write(directory.Started, JsonSerializer.SerializeToUtf8Bytes(new StartedStage(key), RunJson.Line.StartedStage));

    private static string? ReadStartedKey(StageDirectory directory)
    {
        try
        {
            return File.Exists(directory.Started)
                ? JsonSerializer.Deserialize(InputFile.ReadAll(directory.Started, 1 << 20), RunJson.Line.StartedStage)?.Key
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

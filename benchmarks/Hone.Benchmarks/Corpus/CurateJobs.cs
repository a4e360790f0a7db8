using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hone.Core.Runs;
using Hone.Corpus.Curation;

namespace Hone.Benchmarks.Corpus;

/// <summary>
/// The whole pipeline as a recipe runs it, from hashing the inputs to the datasheet: cleaning, filters, poison screening, scrubbing,
/// benchmarks, exact and near duplicates, repeated paragraphs, token shards. On stderr, the seconds of every phase.
/// </summary>
internal static class CurateJobs
{
    /// <param name="domain">Kind and file of every source of the field.</param>
    /// <param name="benchmarks">Folders of benchmarks to keep out.</param>
    public static JobReport Sources((string Kind, string File)[] domain, (string Kind, string File)[] general, string ids, string[] benchmarks)
    {
        using var folder = new WorkFolder();
        (string Kind, string Path)[] Placed((string Kind, string File)[] sources) => [.. sources.Select(source => (source.Kind, RealData.FileIn(folder.Path, source.File)))];
        var (own, replay) = (Placed(domain), Placed(general));
        return Run(folder, Spec() with
        {
            Domain = [.. own.Select(source => $"{source.Kind}:{source.Path}")],
            General = [.. replay.Select(source => $"{source.Kind}:{source.Path}")],
            ExcludeIds = RealData.PathOf(ids),
            Benchmarks = [.. benchmarks.Select(RealData.PathOf)],
        }, own.Concat(replay).Sum(source => new FileInfo(source.Path).Length));
    }

    /// <summary>The files' documents so many times over, every copy with its own noise.</summary>
    public static JobReport Repeated(string[] files, int copies)
    {
        using var folder = new WorkFolder();
        string path = folder["repeated.jsonl"];
        NoisyCopies.Write([.. files.Select(file => RealData.FileIn(folder.Path, file))], copies, path);
        return Run(folder, Spec() with { Domain = [$"jsonl:{path}"] }, new FileInfo(path).Length);
    }

    private static CurateSpec Spec() => new() { Domain = [], Tokenizer = RealData.OfRepository("models/flint-5m/tokenizer.json"), Seed = 7 };

    private static JobReport Run(WorkFolder folder, CurateSpec spec, long bytes)
    {
        RunDirectory run = RunDirectory.Open(folder["runs"], "corpus");
        var phases = new PhaseClock();
        var (seconds, cpu) = JobReport.Time(() => StageRunner.RunAsync(new CurateStage(spec), run, phases, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult());
        phases.End();
        var (read, train, tokens) = Counts(run.Stage(CurateStage.StageName).Counts);
        return new JobReport(seconds, cpu, bytes / 1e6, string.Create(CultureInfo.InvariantCulture,
            $"{read:N0} documents, {bytes / 1e6:0.0} MB, {Environment.ProcessorCount} threads; {train:N0} documents and {tokens:N0} tokens to train on"));
    }

    private static (long Read, long Train, long Tokens) Counts(string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement[] groups = [.. json.RootElement.GetProperty("groups").EnumerateObject().Select(group => group.Value)];
        return (groups.SelectMany(group => group.GetProperty("sources").EnumerateObject()).Sum(source => source.Value.GetProperty("read").GetInt64()),
            groups.Sum(group => group.GetProperty("train").GetProperty("documents").GetInt64()),
            groups.Sum(group => group.GetProperty("train").GetProperty("tokens").GetInt64()));
    }

    /// <summary>Tells how long each phase took when the next begins.</summary>
    private sealed class PhaseClock : IProgressReporter
    {
        private string? phase;
        private long began = Stopwatch.GetTimestamp();

        public void Begin(string title, long total, string unit)
        {
            End();
            (phase, began) = (title, Stopwatch.GetTimestamp());
        }

        public void End()
        {
            if (phase is not null)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} s  {phase}"));
            phase = null;
        }

        public void Report(long done, string? detail = null)
        {
        }

        public void Note(string line) => Console.Error.WriteLine($"  {line}");
    }
}

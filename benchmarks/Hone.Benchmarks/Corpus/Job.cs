using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Hone.Benchmarks.Corpus;

/// <summary>What a job came to.</summary>
/// <param name="Seconds">Of one round.</param>
/// <param name="CpuSeconds">Of one round, all threads together.</param>
/// <param name="Megabytes">Input of one round, a million bytes each.</param>
/// <param name="Of">How much that is, in words.</param>
internal sealed record JobReport(double Seconds, double CpuSeconds, double Megabytes, string Of)
{
    /// <summary>Rounds that take so long together are enough: the suite is to end within minutes.</summary>
    private const double LongSeconds = 10;

    public int Rounds { get; init; } = 1;

    /// <summary>The most of the process that was in memory at a time.</summary>
    public long PeakBytes { get; init; }

    /// <summary>What else it found out, by name.</summary>
    public Dictionary<string, double> Figures { get; init; } = [];

    public double Rate => Megabytes / Seconds;

    public double PeakGigabytes => PeakBytes / 1e9;

    /// <summary>A pass to warm up, then at most so many that count, fewer where they are long; the medians stand for one.</summary>
    public static JobReport OfPasses(int rounds, long bytes, string of, Action pass)
    {
        pass();
        List<double> seconds = [], cpu = [];
        while (seconds.Count == 0 || (seconds.Count < rounds && seconds.Sum() < LongSeconds))
        {
            var (wall, processor) = Time(pass);
            seconds.Add(wall);
            cpu.Add(processor);
        }
        return new JobReport(Duel.Median(seconds), Duel.Median(cpu), bytes / 1e6, of) { Rounds = seconds.Count };
    }

    public static (double Seconds, double CpuSeconds) Time(Action work)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
}

/// <summary>
/// Work that runs in a process of its own, so that its peak of memory is nobody else's; once for all the rows that tell of it.
/// </summary>
/// <param name="needs">Files and folders of the data it reads.</param>
internal sealed class Job(string name, string[] needs, Func<int, JobReport> work)
{
    /// <summary>The program's first argument in such a process.</summary>
    public const string Verb = "job";

    private JobReport? report;

    public string Name => name;

    /// <summary>Says on stderr that the row is left out, where something it reads is not there.</summary>
    public bool IsMissingData(string row)
    {
        if (Array.Find(needs, need => !Path.Exists(RealData.PathOf(need))) is not { } missing)
            return false;
        Console.Error.WriteLine($"{row}: left out, there is no {missing} in a folder {RealData.FolderName} beside the repository");
        return true;
    }

    public JobReport Run(int rounds) => report ??= Start(rounds);

    /// <summary>In the process of its own: works, and prints the report as the last line.</summary>
    public void Work(int rounds)
    {
        JobReport made = work(rounds);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(made with { PeakBytes = process.PeakWorkingSet64 }));
    }

    private JobReport Start(int rounds)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("this program does not know where it lies");
        var start = new ProcessStartInfo(program, [Verb, name, rounds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{name} ended with {process.ExitCode}");
        return JsonSerializer.Deserialize<JobReport>(output.TrimEnd().Split('\n')[^1]) ?? throw new InvalidOperationException($"{name} gave no report");
    }
}

namespace Hone.Benchmarks.Corpus;

/// <summary>A figure that somebody else published, and whose it is.</summary>
internal sealed record Published(double Figure, string Whose);

/// <summary>A line of the suite: one figure of a job, held against an absolute bar.</summary>
internal sealed class FigureRow(string name, string unit, Job job, Func<JobReport, double> figure) : IMeasurement
{
    /// <summary>The suite is to end within minutes.</summary>
    private const int MostRounds = 3;

    public string Name => name;

    /// <summary>In the row's unit; null: none is set.</summary>
    public double? Bar { get; init; }

    public bool LessIsBetter { get; init; }

    public Published? Published { get; init; }

    public Result? Run(string suite, int rounds)
    {
        if (job.IsMissingData(name))
            return null;
        JobReport report = job.Run(Math.Min(rounds, MostRounds));
        double ours = figure(report);
        return new Result(suite, name, Math.Round(ours, 3), Published?.Figure, unit, Ratio(ours), Bar, Published?.Whose ?? "", report.Rounds, Machine.Describe())
        {
            AbsoluteBar = true,
            Of = report.Of,
            CpuSeconds = Math.Round(report.CpuSeconds, 1),
        };
    }

    private double? Ratio(double ours) => Bar is { } bar ? Math.Round(LessIsBetter ? bar / ours : ours / bar, 3) : null;
}

/// <summary>The most memory of a job beside that of the same job on less: 1 is memory that does not grow with the corpus.</summary>
internal sealed class GrowthRow(string name, Job large, Job small) : IMeasurement
{
    public string Name => name;

    public Result? Run(string suite, int rounds)
    {
        if (large.IsMissingData(name))
            return null;
        JobReport once = small.Run(1), often = large.Run(1);
        return new Result(suite, name, Math.Round(often.PeakGigabytes, 3), Math.Round(once.PeakGigabytes, 3), "GB at most", Math.Round(often.PeakGigabytes / once.PeakGigabytes, 3), null,
            $"ours, of {once.Of}; the ratio is to this", 1, Machine.Describe())
        {
            AbsoluteBar = true,
            Of = often.Of,
            CpuSeconds = Math.Round(often.CpuSeconds, 1),
        };
    }
}

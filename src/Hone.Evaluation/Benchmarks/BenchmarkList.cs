namespace Hone.Evaluation.Benchmarks;

/// <summary>Every benchmark there is: a new one is one file, one test and one line here.</summary>
internal static class BenchmarkList
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new ExamBenchmark(),
        new CtiMcqBenchmark(),
        new MmluBenchmark(),
    ];
}

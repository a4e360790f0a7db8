namespace Hone.Benchmarks.Corpus;

/// <summary>The rows of `benchmarks/run corpus`: how fast, how large and how well a corpus is made.</summary>
internal static class CorpusSuite
{
    private const string Cves = "sources/cve/cve.jsonl", Mails = "sources/spam-assassin", Logs = "sources/loghub";
    private const string Cyber = "documents/cyber.jsonl", Cyber2 = "documents/cyber2.jsonl", General = "documents/general.jsonl", General2 = "documents/general2.jsonl";
    private const string Benchmarks = "benchmarks", Ids = "benchmarks/benchmark_cve_ids.json";

    private static readonly Published Presidio = new(0.015, "Presidio, as a user reports (7 MB in 7 to 10 minutes)");

    private static readonly Job
        Parsing = new("parse", [Cves], rounds => PassJobs.ParseCves(Cves, rounds)),
        Normalising = new("normalise", [General], rounds => PassJobs.NormaliseAndHash(General, rounds)),
        ScrubbingReports = new("scrub-reports", [Cyber], rounds => PassJobs.Scrub(RealData.Texts(Cyber), "documents", rounds)),
        ScrubbingMails = new("scrub-mails", [Mails], rounds => PassJobs.Scrub(RealData.Mails(Mails), "mails", rounds)),
        ScrubbingLogs = new("scrub-logs", [Logs], rounds => PassJobs.Scrub(RealData.Logs(Logs), "logs of 2,000 lines", rounds)),
        Filtering = new("filter", [Cyber, General], rounds => PassJobs.CleanAndFilter([Cyber, General], rounds)),
        Decontaminating = new("decontaminate", [Benchmarks, Ids, Cyber, Cyber2], rounds => PassJobs.Decontaminate(Benchmarks, Ids, [Cyber, Cyber2], rounds)),
        Million = new("near-duplicates", [], _ => DuplicateJobs.Million()),
        Planted = new("planted", [], _ => DuplicateJobs.Quality()),
        Whole = new("whole", [Cves, Cyber, Cyber2, General, General2, Ids], _ => CurateJobs.Sources([("cve", Cves), ("jsonl", Cyber), ("jsonl", Cyber2)], [("jsonl", General), ("jsonl", General2)], Ids, [Benchmarks])),
        Once = new("once", [Cyber, Cyber2], _ => CurateJobs.Repeated([Cyber, Cyber2], 1)),
        TenTimes = new("ten-times", [Cyber, Cyber2], _ => CurateJobs.Repeated([Cyber, Cyber2], 10));

    /// <summary>Found by name in the process that does one.</summary>
    public static IReadOnlyList<Job> Jobs { get; } = [Parsing, Normalising, ScrubbingReports, ScrubbingMails, ScrubbingLogs, Filtering, Decontaminating, Million, Planted, Whole, Once, TenTimes];

    public static IReadOnlyList<IMeasurement> Rows() =>
    [
        Rate("CVE JSON Lines to documents", Parsing, 100),
        Rate("normalise and exact duplicates", Normalising, 80, new Published(18.6, "text-dedup, exact: 180 MB in 9.7 s")),
        Rate("scrub, reports", ScrubbingReports, 20, Presidio),
        Rate("scrub, mails", ScrubbingMails, 20, Presidio),
        Rate("scrub, logs", ScrubbingLogs, 20, Presidio),
        Rate("clean and filter", Filtering, null),
        Rate("decontamination, phrases counted and documents checked", Decontaminating, null),
        new FigureRow("near-duplicates of a million", "s", Million, report => report.Seconds)
        {
            Bar = 60,
            LessIsBetter = true,
            Published = new Published(189, "text-dedup, MinHash on CORE: 100,000 documents in 18.9 s, times ten"),
        },
        Memory("near-duplicates of a million, memory", Million, 2),
        Quality("precision"),
        Quality("recall"),
        Quality("macro-F1", 0.953, new Published(0.953, "text-dedup, MinHash on CORE, whose truth is labels")),
        Quality("macro-F1 by origin"),
        new FigureRow("whole pipeline", "s", Whole, report => report.Seconds) { Bar = 180, LessIsBetter = true },
        Memory("whole pipeline, memory", Whole, null),
        Rate("pipeline, repeated ten times", TenTimes, null),
        new GrowthRow("memory at ten times the documents", TenTimes, Once),
    ];

    private static FigureRow Rate(string name, Job job, double? bar, Published? published = null) => new(name, "MB/s", job, report => report.Rate) { Bar = bar, Published = published };

    private static FigureRow Memory(string name, Job job, double? bar) => new(name, "GB at most", job, report => report.PeakGigabytes) { Bar = bar, LessIsBetter = true };

    private static FigureRow Quality(string figure, double? bar = null, Published? published = null) => new($"planted near-duplicates, {figure}", "share", Planted, report => report.Figures[figure]) { Bar = bar, Published = published };
}

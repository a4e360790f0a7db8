using System.Globalization;
using System.Text;
using System.Text.Json;
using Hone.Corpus.Sources;

namespace Hone.Benchmarks.Corpus;

/// <summary>
/// The folder of real data beside the repository. HONE_BENCHMARK_MB=5 takes only the first five megabytes of every file, to try the
/// suite out; such results are printed, not kept.
/// </summary>
internal static class RealData
{
    public const string FolderName = "data-unpacked";

    private const string ShortVariable = "HONE_BENCHMARK_MB";

    private static readonly long Most = int.TryParse(Environment.GetEnvironmentVariable(ShortVariable), CultureInfo.InvariantCulture, out int megabytes) ? megabytes * 1_000_000L : long.MaxValue;

    public static bool IsShort => Most != long.MaxValue;

    private static string Root => Path.GetFullPath(Path.Combine(Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks", ".."));

    private static string Folder { get; } = Find();

    public static string PathOf(string relative) => Path.Combine(Folder, relative);

    public static string OfRepository(string relative) => Path.Combine(Root, relative);

    /// <summary>The file, or where only its beginning is wanted, that in the folder.</summary>
    public static string FileIn(string folder, string relative)
    {
        string path = PathOf(relative);
        if (new FileInfo(path).Length <= Most)
            return path;
        string cut = Path.Combine(folder, Path.GetFileName(relative));
        long written = 0;
        File.WriteAllLines(cut, File.ReadLines(path).TakeWhile(line => (written += Encoding.UTF8.GetByteCount(line) + 1) <= Most));
        return cut;
    }

    /// <summary>Documents of a JSON Lines file, as the program itself reads them.</summary>
    public static SourceItem[] Documents(params string[] relative) => [.. relative.SelectMany(file => Within(Read($"jsonl:{PathOf(file)}"), item => item.Document.Text))];

    public static string[] Texts(params string[] relative) => [.. Documents(relative).Select(item => item.Document.Text)];

    public static string[] Mails(string relative) => [.. Within(Files(relative, "*.json").Select(MailText), text => text)];

    public static string[] Logs(string relative) => [.. Within(Files(relative, "*.log").Select(File.ReadAllText), text => text)];

    public static long Bytes(IEnumerable<string> texts) => texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text));

    public static SourceReference Reference(string text) => SourceReference.Parse(text, out string? problem) ?? throw new InvalidOperationException(problem);

    private static IEnumerable<SourceItem> Read(string source)
    {
        SourceReference reference = Reference(source);
        return SourceList.For(reference).Read(reference).Where(item => item.Verdict.Kept);
    }

    private static IEnumerable<T> Within<T>(IEnumerable<T> items, Func<T, string> text)
    {
        long taken = 0;
        return items.TakeWhile(item => (taken += Encoding.UTF8.GetByteCount(text(item))) <= Most);
    }

    private static IEnumerable<string> Files(string relative, string pattern) => Directory.EnumerateFiles(PathOf(relative), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string MailText(string path)
    {
        using JsonDocument mail = JsonDocument.Parse(File.ReadAllBytes(path));
        return mail.RootElement.GetProperty("text").GetString() ?? "";
    }

    private static string Find()
    {
        for (DirectoryInfo? place = new(Root); place is not null; place = place.Parent)
            if (Directory.Exists(Path.Combine(place.FullName, FolderName)))
                return Path.Combine(place.FullName, FolderName);
        return FolderName;
    }
}

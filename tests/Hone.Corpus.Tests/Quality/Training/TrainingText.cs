using System.Text.Json;
using Hone.Core.Documents;
using Hone.Core.Statistics;
using Hone.Corpus.Tests.RealData;

namespace Hone.Corpus.Tests.Quality.Training;

/// <summary>The texts that the shipped tables are learned from and judged on. They stay outside the repository.</summary>
internal static class TrainingText
{
    /// <summary>Sources that only the last judgement sees, beside all of cyber2.jsonl.</summary>
    public static readonly string[] HeldOutSources =
        ["rust-rfcs", "msdocs-cpp-docs", "msdocs-windows-driver-docs", "eltec-eng", "openstax-psychology"];

    /// <summary>Security: cyber.jsonl, cyber2.jsonl. The second file is held out wholly.</summary>
    public static IEnumerable<(string Source, string Text)> Security() => RealFolder.Documents("cyber.jsonl");

    public static IEnumerable<(string Source, string Text)> General() => RealFolder.Documents("general.jsonl").Concat(RealFolder.Documents("general2.jsonl"));

    /// <summary>Pieces of 150 to 6,000 characters at the ends of lines, four of a document at most: lengths as filters meet them.</summary>
    public static IEnumerable<string> Pieces(string text, Xoshiro256 random, int most = 4)
    {
        for (int at = 0, count = 0; at < text.Length && count < most; count++)
        {
            int length = (int)(150 * Math.Pow(40, Share(random)));
            int end = Math.Min(text.Length, at + length);
            int line = text.LastIndexOf('\n', end - 1, end - at);
            end = end < text.Length && line > at + 100 ? line : end;
            if (end - at >= 100 || text.Length < 200)
                yield return text[at..end];
            at = end + (int)(random.NextUInt64() % (ulong)Math.Max(1, text.Length / 8));
        }
    }

    public static double Share(Xoshiro256 random) => (random.NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Code, rules, configurations and logs as published, one text a file.</summary>
    public static IEnumerable<string> MachineText(params string[] folders)
    {
        string sources = Path.Combine(RealFolder.Require(), "sources");
        string[] endings = [".yml", ".yaml", ".yar", ".rules", ".log", ".xml", ".json", ".jsonl", ".conf"];
        return folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(sources, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Where(path => endings.Contains(Path.GetExtension(path)) && new FileInfo(path).Length is > 200 and < 20_000_000)
            .Select(path => File.ReadAllText(path));
    }

    /// <summary>Lines {"lang", "source", "text"} of train.jsonl or heldout.jsonl in the folder that HONE_LANGUAGE_TEXT names; what was used stands in the card.</summary>
    public static IEnumerable<(string Language, string Source, string Text)> Languages(string file)
    {
        string? folder = Environment.GetEnvironmentVariable("HONE_LANGUAGE_TEXT");
        if (folder is null)
            Assert.Skip("HONE_LANGUAGE_TEXT names no folder");
        foreach (JsonLine line in JsonLineReader.Read(Path.Combine(folder, file)))
        {
            using JsonDocument json = JsonDocument.Parse(line.Utf8);
            yield return (json.RootElement.GetProperty("lang").GetString()!, json.RootElement.GetProperty("source").GetString()!, json.RootElement.GetProperty("text").GetString()!);
        }
    }

    public static string QualityFolder()
    {
        DirectoryInfo? place = new(AppContext.BaseDirectory);
        while (place is not null && !File.Exists(Path.Combine(place.FullName, "Hone.slnx")))
            place = place.Parent;
        return Path.Combine(place!.FullName, "src", "Hone.Corpus", "Quality");
    }
}

using System.Globalization;
using System.Text;
using Hone.Core;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Benchmarks;

/// <summary>
/// MMLU (Hendrycks et al. 2021) from the publisher's files: one subject's CSV, a folder of them, or the folder that holds
/// <c>test/</c> and <c>dev/</c>. Answers are a letter or a 0-based number; a header line is optional. Where <c>dev/</c> is there, the
/// letter protocol shows its first five questions of the subject, in order, as everyone who quotes an MMLU score does.
/// </summary>
internal sealed class MmluBenchmark : IBenchmark
{
    private const int Shots = 5;

    public string Name => "mmlu";

    public string HeadlineProtocol => "letter";

    public string? PathIn(EvalSpec spec) => spec.Mmlu;

    public IReadOnlyList<ChoiceItem> Read(string path)
    {
        var items = new List<ChoiceItem>();
        foreach (var file in TestFiles(path))
        {
            var subject = Subject(file);
            var shots = ShotsFor(file, subject);
            items.AddRange(ReadSubject(file, subject).Select(item => item with { Shots = shots }));
        }
        return items.Count > 0 ? items : throw new UserError($"{path}: no MMLU questions (*.csv) there", "Point at the folder that holds test/ and dev/.");
    }

    private static string[] TestFiles(string path)
    {
        if (File.Exists(path))
            return [path];
        var folder = Path.Combine(path, "test");
        folder = Directory.Exists(folder) ? folder : path;
        if (!Directory.Exists(folder))
            throw new UserError($"{path}: no such file or directory", "Point at the folder that holds test/ and dev/.");
        var files = Directory.GetFiles(folder, "*.csv");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static string Subject(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var cut = name.LastIndexOf('_');
        return cut > 0 && name[(cut + 1)..] is "test" or "dev" or "val" ? name[..cut] : name;
    }

    private static string ShotsFor(string testFile, string subject)
    {
        var dev = Path.Combine(Path.GetDirectoryName(testFile) ?? "", "..", "dev", $"{subject}_dev.csv");
        if (!File.Exists(dev))
            return "";
        var prompt = new StringBuilder();
        prompt.Append(CultureInfo.InvariantCulture, $"The following are multiple choice questions (with answers) about {subject.Replace('_', ' ')}.\n\n");
        foreach (var item in ReadSubject(dev, subject).Take(Shots))
            prompt.Append(CultureInfo.InvariantCulture, $"{LetterProtocol.Block(item)} {ChoiceItem.LetterOf(item.Gold)}\n\n");
        return prompt.ToString();
    }

    private static IEnumerable<ChoiceItem> ReadSubject(string file, string subject)
    {
        var number = 0;
        foreach (var (line, fields) in CsvReader.Read(file, BenchmarkFile.ReadText(file)))
        {
            if (fields.Length != 6)
                throw BenchmarkFile.Wrong(file, line, $"{fields.Length} fields instead of 6: question, four choices, answer");
            if (line == 1 && fields[5].Trim() == "answer")
                continue;
            var gold = fields[5].Trim() is [>= '0' and <= '3'] digit ? digit[0] - '0' : BenchmarkFile.GoldIndex(fields[5], choices: 4);
            if (gold < 0)
                throw BenchmarkFile.Wrong(file, line, $"the answer '{fields[5]}' is neither A to D nor 0 to 3");
            yield return new ChoiceItem
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{subject}/{++number:D4}"),
                Question = fields[0].Trim(),
                Choices = [.. fields[1..5].Select(choice => choice.Trim() is { Length: > 0 } text ? text : "(none)")],
                Gold = gold,
                Source = subject,
            };
        }
    }
}

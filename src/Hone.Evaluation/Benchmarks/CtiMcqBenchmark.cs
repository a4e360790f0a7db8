using System.Globalization;
using Hone.Core;

namespace Hone.Evaluation.Benchmarks;

/// <summary>
/// CTIBench's CTI-MCQ (xashru/cti-bench), the publisher's own tab-separated file: one row a line, fields never quoted.
/// Its prompts are stored in the rows and the letter protocol uses them word for word. Facts of the file: one gold letter
/// is lower-case; five rows lack an option, which the stored prompts print as "nan" - so that is the option's text here.
/// The publisher lets a chat model write and parses its last line; our two protocols compare log-likelihoods instead and
/// say so in every score, because a base model does not follow instructions.
/// </summary>
internal sealed class CtiMcqBenchmark : IBenchmark
{
    private const string MissingOption = "nan";
    private static readonly string[] Columns = ["URL", "Question", "Option A", "Option B", "Option C", "Option D", "Prompt", "GT"];

    public string Name => "cti-mcq";

    public string HeadlineProtocol => "cloze";

    public string? PathIn(EvalSpec spec) => spec.CtiMcq;

    public IReadOnlyList<ChoiceItem> Read(string path)
    {
        var lines = BenchmarkFile.ReadText(path).Split('\n');
        if (!lines[0].TrimEnd('\r').Split('\t').SequenceEqual(Columns))
            throw BenchmarkFile.Wrong(path, 1, "not CTI-MCQ's column names", $"Expected, tab-separated: {string.Join(", ", Columns)}.");
        var items = new List<ChoiceItem>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].TrimEnd('\r') is { Length: > 0 } line)
                items.Add(Parse(path, i + 1, line.Split('\t')));
        }
        return items.Count > 0 ? items : throw new UserError($"{path}: no questions in the file");
    }

    private static ChoiceItem Parse(string path, int line, string[] fields)
    {
        if (fields.Length != Columns.Length)
            throw BenchmarkFile.Wrong(path, line, $"{fields.Length} fields instead of {Columns.Length}");
        var gold = BenchmarkFile.GoldIndex(fields[7], choices: 4);
        if (gold < 0)
            throw BenchmarkFile.Wrong(path, line, $"the gold '{fields[7]}' is none of A, B, C, D");
        return new ChoiceItem
        {
            // The publisher numbers nothing: the row's number, header not counted, is stable.
            Id = (line - 1).ToString("D4", CultureInfo.InvariantCulture),
            Question = fields[1].Trim(),
            Choices = [.. fields[2..6].Select(option => option.Trim() is { Length: > 0 } text ? text : MissingOption)],
            Gold = gold,
            Source = Publisher(fields[0].Trim()),
            LetterPrompt = fields[6].TrimEnd(),
        };
    }

    private static string Publisher(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : "";
}

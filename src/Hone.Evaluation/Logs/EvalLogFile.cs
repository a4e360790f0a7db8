using System.Text;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Evaluation.Logs;

/// <summary>
/// <c>eval.json</c>: one JSON object laid out for people, with one score, item or sample a line, so that two logs can be
/// compared by any line tool.
/// </summary>
public static class EvalLogFile
{
    public const string Name = "eval.json";
    private const long MostBytes = 1L << 30;

    public static EvalLog Load(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new UserError($"{path}: no such file", "Run the evaluation first.");
        if (file.Length > MostBytes)
            throw new UserError($"{path}: {file.Length} bytes are too many for an evaluation log (most: {MostBytes})");
        try
        {
            using var stream = file.OpenRead();
            var log = JsonSerializer.Deserialize(stream, EvalJson.Lines.EvalLog);
            if (log is not { Format: EvalLog.FormatName, Version: EvalLog.CurrentVersion })
                throw new UserError($"{path}: not an evaluation log of version {EvalLog.CurrentVersion}", "Evaluate the model again with this version.");
            if (log.Scores.OfType<ScoreRow>().Count() < log.Scores.Count || log.Items.OfType<ItemRow>().Count() < log.Items.Count || log.Samples.OfType<SampleRow>().Count() < log.Samples.Count)
                throw new UserError($"{path}: an entry is null", "The file is damaged: evaluate the model again.");
            if (log.Items.Select(item => item.Key).Distinct().Count() < log.Items.Count)
                throw new UserError($"{path}: an item occurs twice", "The file is damaged: evaluate the model again.");
            return log;
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}:{(e.LineNumber ?? 0) + 1}: not a valid evaluation log", "The file is damaged: evaluate the model again.", e);
        }
    }

    public static void Save(EvalLog log, string path)
    {
        using var file = new AtomicFile(path);
        using (var writer = new StreamWriter(file.Stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
            Write(log, writer);
        file.Complete();
    }

    private static void Write(EvalLog log, StreamWriter writer)
    {
        writer.WriteLine("{");
        writer.WriteLine($"\"format\":\"{EvalLog.FormatName}\",");
        writer.WriteLine($"\"version\":{EvalLog.CurrentVersion},");
        writer.WriteLine($"\"spec\":{log.Spec.ToJsonString(EvalJson.Lines.Options)},");
        if (log.ModelHash is { } hash)
            writer.WriteLine($"\"model_hash\":\"{hash}\",");
        WriteList(writer, "scores", log.Scores.Select(row => JsonSerializer.Serialize(row, EvalJson.Lines.ScoreRow)), last: false);
        WriteList(writer, "items", log.Items.Select(row => JsonSerializer.Serialize(row, EvalJson.Lines.ItemRow)), last: false);
        WriteList(writer, "samples", log.Samples.Select(row => JsonSerializer.Serialize(row, EvalJson.Lines.SampleRow)), last: true);
        writer.WriteLine("}");
    }

    private static void WriteList(StreamWriter writer, string name, IEnumerable<string> rows, bool last)
    {
        writer.Write($"\"{name}\":[");
        var separator = "\n";
        foreach (var row in rows)
        {
            writer.Write(separator);
            writer.Write(row);
            separator = ",\n";
        }
        writer.WriteLine(last ? "]" : "],");
    }
}

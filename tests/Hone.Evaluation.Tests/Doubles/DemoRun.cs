using System.Text.Json.Nodes;
using Hone.Core.Documents;
using Hone.Core.Models;
using Hone.Core.Runs;
using Hone.Evaluation.Reports;

namespace Hone.Evaluation.Tests.Doubles;

/// <summary>A whole made-up run on disk: two arms, evaluated by the real stages, with the files other stages would have left.</summary>
internal sealed class DemoRun(string directory)
{
    private readonly Dictionary<string, string> _answers = [];

    public static IReadOnlyList<string> Arms { get; } = ["hone", "naive"];

    public string Directory => directory;

    public string Report => Path.Combine(directory, "report", "report.html");

    public string SummaryFile => Path.Combine(directory, "report", "summary.json");

    public async Task WriteAsync(CancellationToken cancel)
    {
        System.IO.Directory.CreateDirectory(directory);
        WriteDocuments("domain", 160);
        WriteDocuments("general", 140);
        WriteExam(240);
        await EvaluateAsync("before", new DemoModel(2.06, 1.71, 18, _answers), cancel);
        await EvaluateAsync("hone", new DemoModel(1.74, 1.713, 39, _answers), cancel);
        await EvaluateAsync("naive", new DemoModel(1.71, 1.84, 36, _answers), cancel);
        WriteTraining("hone", 0.0);
        WriteTraining("naive", 0.28);
        WriteCounts();
        WriteUsage();
        var stage = new ReportStage(directory, "laptop-demo", Arms);
        await stage.RunAsync(new StageContext(Path.Combine(directory, "report"), NoProgress.Instance, TimeProvider.System), cancel);
    }

    private async Task EvaluateAsync(string name, ILanguageModel model, CancellationToken cancel)
    {
        var spec = new EvalSpec
        {
            Model = $"models/{name}",
            DomainHeldout = Path.Combine(directory, "domain.jsonl.gz"),
            GeneralHeldout = Path.Combine(directory, "general.jsonl.gz"),
            Exam = Path.Combine(directory, "exam.jsonl"),
            Prompts = ["After the phishing mail was opened,", "To stay on the machine after a restart,", "This prompt is hostile: <b>&\u202E"],
        };
        var stage = new EvalStage($"eval-{name}", spec, _ => model);
        await stage.RunAsync(new StageContext(Path.Combine(directory, stage.Name), NoProgress.Instance, TimeProvider.System), cancel);
    }

    private void WriteDocuments(string group, int count)
    {
        string[] sources = group == "domain" ? ["attack:enterprise-attack.json", "nvd:2024", "cisa-kev", "<i>reports & notes</i>"] : ["wikipedia:en", "stories"];
        using var writer = new DocumentWriter(Path.Combine(directory, $"{group}.jsonl.gz"));
        for (var i = 0; i < count; i++)
            writer.Write(new Document { Id = $"{group}-{i}", Source = sources[i % sources.Length], Text = $"{(group == "domain" ? "exploit" : "story")} number {i}: {new string((char)('a' + (i % 26)), 200 + (i * 7 % 900))}" });
        writer.Complete();
    }

    private void WriteExam(int count)
    {
        var lines = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var choices = Enumerable.Range(0, 4).Select(c => $"answer {c} of {i}{new string('.', (i + c) % 3)}").ToArray();
            _answers[$"What is question <{i}>?"] = choices[i * 7 % 4];
            lines.Add(new JsonObject
            {
                ["id"] = $"q{i}",
                ["question"] = $"What is question <{i}>?",
                ["choices"] = new JsonArray([.. choices.Select(c => JsonValue.Create(c))]),
                ["answer"] = ((char)('A' + (i * 7 % 4))).ToString(),
                ["source"] = "demo",
            }.ToJsonString());
        }
        File.WriteAllLines(Path.Combine(directory, "exam.jsonl"), lines);
    }

    private void WriteTraining(string arm, double drift)
    {
        using var log = MetricsLog.OpenAt(Path.Combine(directory, $"adapt-{arm}", "metrics.jsonl"), _ => true);
        for (var step = 0; step <= 1200; step++)
        {
            var wave = 0.06 * double.Sin(step * 12.9898) * double.Cos(step * 0.37);
            log.Append(step, ("tokens", step * 2048), ("loss", 3.05 + (1.1 * double.Exp(-step / 260.0)) + wave), ("kl", 0.02), ("learning_rate", 3e-4));
            if (step % 100 == 0)
                log.Append(step, ("heldout_domain_loss", 3.16 + (0.66 * double.Exp(-step / 330.0))), ("heldout_general_loss", 3.32 + (drift * (1 - double.Exp(-step / 420.0)))));
        }
        new Manifest
        {
            Stage = $"adapt-{arm}",
            Key = "0",
            Code = new CodeVersion("0.1.0", null),
            Spec = new JsonObject { ["steps"] = 1200, ["learning_rate"] = 0.0003, ["replay"] = new JsonObject { ["share"] = arm == "hone" ? 0.3 : 0 }, ["kl_weight"] = arm == "hone" ? 0.1 : 0 },
            Inputs = [],
            Outputs = [],
        }.Write(Path.Combine(directory, $"adapt-{arm}", "manifest.json"));
    }

    private void WriteCounts()
    {
        static JsonObject Source(int documents, int tokens, params (string Reason, int Count)[] dropped) => new()
        {
            ["read"] = documents + dropped.Sum(d => d.Count),
            ["beyond_limit"] = documents > 9000 ? 5210 : 0,
            ["dropped"] = new JsonObject(dropped.Select(d => KeyValuePair.Create(d.Reason, (JsonNode?)JsonValue.Create(d.Count)))),
            ["train"] = new JsonObject { ["documents"] = documents, ["characters"] = tokens * 4L, ["tokens"] = tokens },
        };
        var counts = new JsonObject
        {
            ["groups"] = new JsonObject
            {
                ["domain"] = new JsonObject
                {
                    ["sources"] = new JsonObject { ["attack:enterprise-attack.json"] = Source(835, 412_300, ("revoked", 140)), ["nvd:2024"] = Source(9_120, 1_242_000, ("too_short", 1_402), ("duplicate", 861), ("benchmark", 77)), ["cisa-kev"] = Source(1_190, 96_000), ["<i>reports & notes</i>"] = Source(212, 388_000) },
                },
                ["general"] = new JsonObject
                {
                    ["sources"] = new JsonObject { ["wikipedia:en"] = Source(1_420, 902_000, ("too_short", 45)), ["stories"] = Source(310, 120_000) },
                },
            },
        };
        System.IO.Directory.CreateDirectory(Path.Combine(directory, "curate"));
        File.WriteAllText(Path.Combine(directory, "curate", "counts.json"), counts.ToJsonString());
    }

    private void WriteUsage()
    {
        (string Stage, double Seconds, long Peak)[] stages = [("curate", 74, 412L << 20), ("eval-before", 96, 980L << 20), ("adapt-hone", 1312, 2310L << 20), ("adapt-naive", 1105, 2240L << 20), ("eval-hone", 94, 980L << 20), ("eval-naive", 95, 980L << 20)];
        foreach (var (stage, i) in stages.Select((stage, i) => (stage, i)))
            File.WriteAllText(Path.Combine(directory, stage.Stage, "usage.jsonl"), $$"""{"started":"2026-01-01T0{{i}}:00:00+00:00","wall_seconds":{{stage.Seconds}},"cpu_seconds":1,"peak_rss_bytes":{{stage.Peak}},"completed":true}""" + "\n");
    }
}

using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Models;
using Hone.Core.Runs;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Protocols;
using Hone.Evaluation.Scoring;

namespace Hone.Evaluation;

/// <summary>
/// Measures one model on held-out documents and benchmarks and writes <c>eval.json</c>. Every item is kept in
/// <c>items.jsonl</c> the moment it is done, so a killed evaluation goes on where it was.
/// </summary>
/// <param name="name">The stage's directory: "eval-before", "eval-hone".</param>
/// <param name="spec">What to measure.</param>
/// <param name="open">Opens the model in a directory.</param>
/// <param name="read">Reads the documents of a file; by default as .jsonl.gz.</param>
public sealed class EvalStage(string name, EvalSpec spec, Func<string, ILanguageModel> open, Func<string, IEnumerable<Document>>? read = null) : IStage
{
    public const string JournalName = "items.jsonl";

    public string Name => name;

    public JsonObject Spec => spec.ToJson();

    public IReadOnlyList<string> Inputs =>
        [.. new[] { spec.Model, spec.DomainHeldout, spec.GeneralHeldout, spec.Exam, spec.CtiMcq, spec.Mmlu }.OfType<string>()];

    public async Task RunAsync(StageContext context, CancellationToken cancel)
    {
        if (spec.Validate() is { Count: > 0 } problems)
            throw new UserError($"{name}: the evaluation cannot start: {string.Join("; ", problems)}", "Correct the settings of the evaluation in the recipe.");
        var path = spec.Model ?? "";
        var plan = WorkPlan.Make(spec, read ?? DocumentReader.Read);
        var modelHash = await HashAsync(path, cancel);
        Directory.CreateDirectory(context.Directory);
        using var journal = new ItemJournal(Path.Combine(context.Directory, JournalName), Fingerprint(plan, modelHash));
        if (journal.Count > 0)
            context.Progress.Note($"{journal.Count} items were done before: not run again");
        using var model = open(path);
        foreach (var set in plan)
            Measure(set, model, journal, context.Progress, cancel);
        var samples = await SampleAsync(model, journal, context.Progress, cancel);
        var log = MakeLog(plan, journal, samples, modelHash);
        cancel.ThrowIfCancellationRequested();
        EvalLogFile.Save(log, Path.Combine(context.Directory, EvalLogFile.Name));
    }

    private static void Measure(WorkSet set, ILanguageModel model, ItemJournal journal, IProgressReporter progress, CancellationToken cancel)
    {
        progress.Begin($"scoring {set.Name}", set.Items.Count, set.HeadlineProtocol == BitsPerByte.Name ? "documents" : "questions");
        for (var i = 0; i < set.Items.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            if (journal.Find(set.Items[i].Key) is null)
                journal.Add(set.Items[i].Run(model, cancel));
            progress.Report(i + 1);
        }
    }

    private async Task<IReadOnlyList<SampleRow>> SampleAsync(ILanguageModel model, ItemJournal journal, IProgressReporter progress, CancellationToken cancel)
    {
        var prompts = spec.Prompts.Distinct(StringComparer.Ordinal).ToArray();
        if (prompts.Length > 0)
            progress.Begin("writing samples", prompts.Length, "prompts");
        var samples = new List<SampleRow>();
        foreach (var prompt in prompts)
        {
            cancel.ThrowIfCancellationRequested();
            var sample = journal.FindSample(prompt);
            if (sample is null)
                journal.Add(sample = await SampleText.WriteAsync(model, prompt, spec, cancel));
            samples.Add(sample);
            progress.Report(samples.Count);
        }
        return samples;
    }

    private EvalLog MakeLog(IReadOnlyList<WorkSet> plan, ItemJournal journal, IReadOnlyList<SampleRow> samples, string? modelHash)
    {
        var scorer = new Scorer(spec.Confidence, spec.Seed);
        var scores = new List<ScoreRow>();
        var items = new List<ItemRow>();
        foreach (var set in plan)
        {
            var rows = set.Items.Select(work => journal.Find(work.Key)).OfType<ItemRow>().ToArray();
            scores.AddRange(scorer.Score(set.Name, set.HeadlineProtocol, rows, set.Baselines));
            items.AddRange(rows);
        }
        return new EvalLog
        {
            Format = EvalLog.FormatName,
            Version = EvalLog.CurrentVersion,
            Spec = spec.ToJson(),
            ModelHash = modelHash,
            Scores = scores,
            Items = items,
            Samples = samples,
        };
    }

    /// <summary>Names the weights, so that the log says what it is about and a journal of other weights is not continued.</summary>
    private static async Task<string?> HashAsync(string path, CancellationToken cancel) =>
        Directory.Exists(path) || File.Exists(path) ? (await ContentHash.OfAsync(path, cancel)).Sha256 : null;

    private string Fingerprint(IReadOnlyList<WorkSet> plan, string? modelHash) =>
        WorkPlan.Hash(plan.SelectMany(set => set.Items).Select(item => item.ContentHash)
            .Prepend(spec.ToJson().ToJsonString()).Prepend(modelHash ?? ""));
}

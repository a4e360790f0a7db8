using System.Text.Json.Nodes;
using Hone.Core.Settings;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation;

/// <summary>What to measure a model on.</summary>
public sealed record EvalSpec
{
    [Setting("Directory of the model to evaluate.", MustExist = true)]
    public string? Model { get; init; }

    [Setting("Held-out documents of the domain (.jsonl.gz): bits per byte on them shows what was learned.", MustExist = true)]
    public string? DomainHeldout { get; init; }

    [Setting("Held-out general documents (.jsonl.gz): bits per byte on them shows what was forgotten.", MustExist = true)]
    public string? GeneralHeldout { get; init; }

    [Setting("Train shard, without its ending, to fit a 3-gram and a 5-gram model on: baselines for bits per byte that only count.")]
    public string? NgramShard { get; init; }

    [Setting("Your own multiple-choice exam: JSONL with id, question, choices, answer and source.", MustExist = true)]
    public string? Exam { get; init; }

    [Setting("CTIBench's cti-mcq.tsv, as published.", MustExist = true)]
    public string? CtiMcq { get; init; }

    [Setting("MMLU as published: the folder that holds test/ and dev/, a folder of CSV files or one CSV file.", MustExist = true)]
    public string? Mmlu { get; init; }

    [Setting("Prompts the model continues, so that people can read it and not only count.")]
    public IReadOnlyList<string> Prompts { get; init; } = [];

    [Setting("Most held-out documents to score, of each kind; chosen by hash.", Min = 1, Max = 1_000_000)]
    public int MaxDocuments { get; init; } = 400;

    [Setting("Most bytes of held-out documents to score, of each kind.", Min = 1)]
    public long MaxBytes { get; init; } = 4_000_000;

    [Setting("Most questions of each benchmark, chosen by hash; 0 asks them all.", Min = 0)]
    public int MaxQuestions { get; init; }

    [Setting("Most tokens of a sample text.", Min = 1, Max = 4096)]
    public int SampleTokens { get; init; } = 80;

    [Setting("Temperature of the sample texts; 0 takes the likeliest token.", Min = 0, Max = 5)]
    public double SampleTemperature { get; init; } = 0.7;

    [Setting("Confidence of every interval.", Min = 0.5, Max = 0.999)]
    public double Confidence { get; init; } = 0.95;

    [Setting("Seed of the choice of documents, of the sample texts and of the bootstrap.")]
    public ulong Seed { get; init; } = 1;

    /// <summary>Everything wrong with the spec, empty when it can run.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Model))
            problems.Add("model: give the directory of the model to evaluate");
        if (DomainHeldout is null && GeneralHeldout is null && Exam is null && CtiMcq is null && Mmlu is null && Prompts.Count == 0)
            problems.Add("nothing to evaluate on: give domain_heldout, general_heldout, exam, cti_mcq, mmlu or prompts");
        if (MaxDocuments < 1)
            problems.Add("max_documents: at least 1");
        if (MaxBytes < 1)
            problems.Add("max_bytes: at least 1");
        if (MaxQuestions < 0)
            problems.Add("max_questions: 0 (all) or more");
        if (SampleTokens is < 1 or > 4096)
            problems.Add("sample_tokens: 1 to 4096");
        if (SampleTemperature is not (>= 0 and <= 5))
            problems.Add("sample_temperature: 0 to 5");
        if (Confidence is not (>= 0.5 and <= 0.999))
            problems.Add("confidence: 0.5 to 0.999");
        return problems;
    }

    /// <summary>The resolved spec as it is written into logs.</summary>
    public JsonObject ToJson() => System.Text.Json.JsonSerializer.SerializeToNode(this, EvalJson.Lines.EvalSpec) as JsonObject ?? [];
}

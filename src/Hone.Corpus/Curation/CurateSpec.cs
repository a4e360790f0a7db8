using System.Globalization;
using Hone.Core.Settings;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Poison;
using Hone.Corpus.Quality;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Selection;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>What to make a corpus from.</summary>
public sealed record CurateSpec
{
    [Setting("The tokenizer.json the shards are written with; unless stated, that of the base model or of the run's own tokenizer.", MustExist = true)]
    public string Tokenizer { get; init; } = "";

    [Setting("Sources of the field to learn, each \"kind:path\", with options after a question mark: \"?limit=20000&weight=2&licence=CC BY 4.0&tlp=amber&name=notes\".")]
    public required IReadOnlyList<string> Domain { get; init; }

    [Setting("Sources of general text, in the same form: replayed in training so that general ability stays.")]
    public IReadOnlyList<string> General { get; init; } = [];

    [Setting("Share of the documents kept from training, chosen by a hash of their text.", Min = 0, Max = 0.9)]
    public double HeldOut { get; init; } = 0.1;

    [Setting("What is held out: by hash, by hash with documents that are half alike kept together, or what is dated held_out_from or later.")]
    public SplitRule Split { get; init; }

    [Setting("The day, YYYY-MM-DD, from which on documents are held out; for split: time.")]
    public string? HeldOutFrom { get; init; }

    [Setting("What is done to every text before it is judged.")]
    public CleanSpec Clean { get; init; } = new();

    [Setting("Which documents are worth their tokens, judged each by itself.")]
    public QualitySpec Quality { get; init; } = new();

    [Setting("What of the domain is set aside as planted: it goes to documents/quarantine.jsonl.gz for somebody to look at.")]
    public PoisonSpec Poison { get; init; } = new();

    [Setting("Documents that somebody has looked at and cleared of the suspicion, as \"SOURCE ID\" as the quarantine names them.")]
    public IReadOnlyList<string> Released { get; init; } = [];

    [Setting("What is taken out of the domain's texts: people, secrets, and what belongs to the team; ~ leaves everything in. A source may state ?scrub=no, one of the general text ?scrub=yes.")]
    public ScrubSpec? Scrub { get; init; } = new();

    [Setting("Documents with fewer characters are dropped.", Min = 0, Max = 1_000_000)]
    public int MinCharacters { get; init; } = 50;

    [Setting("Shared word 5-grams over all (Jaccard) from which on two documents are near-duplicates and one is dropped; 0 drops only equal ones.", Min = 0, Max = 1)]
    public double NearDuplicates { get; init; } = 0.8;

    [Setting("Token budget of the domain's training text; 0 takes all. Documents are chosen by what they add for their length.", Min = 0)]
    public long Tokens { get; init; }

    [Setting("Token budget of the general training text, chosen at random within the sources; 0 takes all.", Min = 0)]
    public long GeneralTokens { get; init; }

    [Setting("Smaller token budgets of the domain, nested in each other: each is the beginning of the shard, its size in counts.json.")]
    public IReadOnlyList<long> Ladder { get; init; } = [];

    [Setting("Choose under a token budget at random instead of by gain: the control of an experiment.")]
    public bool ChooseAtRandom { get; init; }

    [Setting("Texts of the tasks the model is for (your tickets, questions, reports): documents like them are chosen first under a budget.", MustExist = true)]
    public IReadOnlyList<string> Targets { get; init; } = [];

    [Setting("A model directory: under a budget, documents count less that this model knows already or that surprise it most. The base model is the one to give.", MustExist = true)]
    public string? PerplexityModel { get; init; }

    [Setting("Decides which documents are held out, which a limit takes, and the order of the shards.")]
    public ulong Seed { get; init; }

    [Setting("JSON file {\"benchmark\": [\"CVE-...\"]}: documents about these CVEs, or that mention one, are dropped.", MustExist = true)]
    public string? ExcludeIds { get; init; }

    [Setting("Benchmark files or folders (CSV, TSV, JSON, JSON Lines): documents that share 13 words in a row with an item, or are nearly one, are dropped.", MustExist = true)]
    public IReadOnlyList<string> Benchmarks { get; init; } = [];

    [Setting("Texts whose words may be shared with a benchmark, such as a licence both carry.")]
    public IReadOnlyList<string> AllowedPhrases { get; init; } = [];

    [Setting("Take paragraphs out that more than 20 documents share: notices everywhere, other prose in all documents but one. Catalogues as their publishers have them are left as they are.")]
    public bool StripRepeated { get; init; } = true;

    /// <summary>Everything that is wrong with the spec, one sentence each.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Tokenizer))
            problems.Add("tokenizer: the path is missing");
        if (Domain.Count == 0)
            problems.Add("domain: no source");
        if (HeldOut is not (>= 0 and <= 0.9))
            problems.Add($"held_out: {HeldOut} is not between 0 and 0.9");
        if (MinCharacters is < 0 or > 1_000_000)
            problems.Add($"min_characters: {MinCharacters} is not between 0 and 1000000");
        if (NearDuplicates is not (0 or (>= 0.3 and <= 1)))
            problems.Add($"near_duplicates: {NearDuplicates} is neither 0 nor between 0.3 and 1");
        problems.AddRange(Scrub?.Validate().Select(problem => $"scrub.{problem}") ?? []);
        problems.AddRange(Poison.Validate().Select(problem => $"poison.{problem}"));
        problems.AddRange(Quality.Validate().Select(problem => $"quality.{problem}"));
        ValidateSplit(problems);
        ValidateBudgets(problems);
        SourceReference.ParseAll([.. Domain, .. General], problems);
        return problems;
    }

    private void ValidateSplit(List<string> problems)
    {
        if (Split == SplitRule.Time != HeldOutFrom is not null)
            problems.Add("held_out_from: goes with split: time, and that needs it");
        if (HeldOutFrom is not null && !DateOnly.TryParseExact(HeldOutFrom, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            problems.Add($"held_out_from: '{HeldOutFrom}' is not a day like 2025-01-31");
    }

    private void ValidateBudgets(List<string> problems)
    {
        if (PerplexityModel is not null && Tokens == 0 && Ladder.Count == 0)
            problems.Add("perplexity_model: nothing is chosen without tokens or a ladder");
        if (Tokens < 0 || GeneralTokens < 0)
            problems.Add("tokens, general_tokens: less than 0");
        if (Ladder.Any(budget => budget <= 0) || Ladder.Zip(Ladder.Skip(1), (a, b) => b > a).Contains(false))
            problems.Add("ladder: budgets must be above 0 and ascend");
        else if (Tokens > 0 && Ladder.Count > 0 && Ladder[^1] >= Tokens)
            problems.Add($"ladder: {Ladder[^1]} is not below tokens ({Tokens})");
    }
}

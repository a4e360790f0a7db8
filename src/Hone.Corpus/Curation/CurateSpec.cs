using Hone.Core.Settings;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>What to make a corpus from.</summary>
public sealed record CurateSpec
{
    [Setting("The tokenizer.json the shards are written with; unless stated, that of the base model or of the run's own tokenizer.", MustExist = true)]
    public string Tokenizer { get; init; } = "";

    [Setting("Sources of the field to learn, each \"kind:path\", with \"?limit=20000\" for so many documents and \"?name=notes\" for another name.")]
    public required IReadOnlyList<string> Domain { get; init; }

    [Setting("Sources of general text, in the same form: replayed in training so that general ability stays.")]
    public IReadOnlyList<string> General { get; init; } = [];

    [Setting("Share of the documents kept from training, chosen by a hash of their text.", Min = 0, Max = 0.9)]
    public double HeldOut { get; init; } = 0.1;

    [Setting("Documents with fewer characters are dropped.", Min = 0, Max = 1_000_000)]
    public int MinCharacters { get; init; } = 50;

    [Setting("Decides which documents are held out and which a limit takes.")]
    public ulong Seed { get; init; }

    [Setting("JSON file {\"benchmark\": [\"CVE-...\"]}: documents about these CVEs, or that mention one, are dropped.", MustExist = true)]
    public string? ExcludeIds { get; init; }

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
        SourceReference.ParseAll([.. Domain, .. General], problems);
        return problems;
    }
}

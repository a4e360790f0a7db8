using Hone.Core.Settings;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>What to train a tokenizer on.</summary>
public sealed record TokenizerSpec
{
    [Setting("Sources, each \"kind:path\" as for curate; unless stated, curate's own.")]
    public IReadOnlyList<string> Sources { get; init; } = [];

    [Setting("Number of tokens, with the 256 bytes and the end-of-text token among them.", Min = 257, Max = 1_048_576)]
    public int VocabularySize { get; init; } = 8192;

    [Setting("At most so many characters are learned from; documents are taken by hash, so every source has its share.", Min = 1000)]
    public long SampleCharacters { get; init; } = 50_000_000;

    [Setting("Share of the documents not learned from: the same as for curate, so that its held-out documents stay unseen.", Min = 0, Max = 0.9)]
    public double HeldOut { get; init; } = 0.1;

    [Setting("What is taken out of texts first: the same as for curate.")]
    public ScrubSpec? Scrub { get; init; } = new();

    [Setting("Decides the held-out documents and the sample: the same as for curate.")]
    public ulong Seed { get; init; }

    /// <summary>Everything that is wrong with the spec, one sentence each.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (Sources.Count == 0)
            problems.Add("sources: no source");
        if (VocabularySize is < 257 or > 1_048_576)
            problems.Add($"vocabulary_size: {VocabularySize} is not between 257 and 1048576");
        if (SampleCharacters < 1000)
            problems.Add($"sample_characters: {SampleCharacters} is less than 1000");
        if (HeldOut is not (>= 0 and <= 0.9))
            problems.Add($"held_out: {HeldOut} is not between 0 and 0.9");
        SourceReference.ParseAll(Sources, problems);
        return problems;
    }
}

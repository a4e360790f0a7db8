using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Selection;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>Trains a byte-level BPE on the documents that curate, with the same seed and share, will train on.</summary>
public sealed class TokenizerStage : IStage
{
    public const string StageName = "tokenizer";

    private const int Revision = 1;

    private readonly TokenizerSpec _spec;
    private readonly IReadOnlyList<SourceReference> _sources;
    private readonly HeldOutSplit _split;

    public TokenizerStage(TokenizerSpec spec)
    {
        if (spec.Validate() is { Count: > 0 } problems)
            throw new UserError($"tokenizer: {string.Join("; ", problems)}", "A source looks like \"attack:data/enterprise-attack.json\".");
        _spec = spec;
        _sources = SourceReference.ParseAll(spec.Sources, []);
        _split = new HeldOutSplit(spec.Seed, spec.HeldOut);
        Spec = JsonSerializer.SerializeToNode(spec, CorpusJson.Line.TokenizerSpec)?.AsObject() ?? [];
        Spec["revision"] = Revision;
    }

    public string Name => StageName;

    public JsonObject Spec { get; }

    public IReadOnlyList<string> Inputs => [.. _sources.Select(source => source.Path).Distinct()];

    public Task RunAsync(StageContext context, CancellationToken cancel)
    {
        ulong highest = ChooseSample(context.Progress, cancel);
        IEnumerable<string> sample = TrainDocuments(cancel).Where(c => Order(c) <= highest).Select(c => c.Document.Text);
        Tokenizer tokenizer = BpeTrainer.Train(sample, new BpeTrainerOptions { VocabularySize = _spec.VocabularySize }, context.Progress, cancel);
        tokenizer.Save(new StageDirectory(context.Directory).Tokenizer);
        return Task.CompletedTask;
    }

    /// <summary>First pass: the hash up to which documents fit into the sample, taken from the lowest on; at least one does.</summary>
    private ulong ChooseSample(IProgressReporter progress, CancellationToken cancel)
    {
        var documents = new List<(ulong Order, int Characters)>();
        progress.Begin("Choosing documents", 0, "documents");
        foreach (Candidate candidate in TrainDocuments(cancel))
        {
            documents.Add((Order(candidate), candidate.Document.Text.Length));
            if (documents.Count % 1000 == 0)
                progress.Report(documents.Count);
        }
        if (documents.Count == 0)
            throw new UserError("tokenizer: the sources hold no document to train on");
        documents.Sort();
        long characters = 0;
        int taken = 0;
        while (taken < documents.Count && (taken == 0 || characters + documents[taken].Characters <= _spec.SampleCharacters))
            characters += documents[taken++].Characters;
        progress.Note(FormattableString.Invariant($"tokenizer: learning from {taken:N0} of {documents.Count:N0} documents, {characters:N0} characters"));
        return documents[taken - 1].Order;
    }

    private IEnumerable<Candidate> TrainDocuments(CancellationToken cancel)
    {
        var reader = new CandidateReader(_spec.Seed, minCharacters: 1, BenchmarkIds.None);
        return _sources.SelectMany(source => reader.Read(source, cancel))
            .Where(c => c.Verdict.Kept && !c.BeyondLimit && _split.Of(c.TextHash) == HeldOutSplit.Train);
    }

    private ulong Order(Candidate candidate) => StableHash.Of(_spec.Seed, "sample", candidate.TextHash);
}

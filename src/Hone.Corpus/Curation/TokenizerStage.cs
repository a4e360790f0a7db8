using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Poison;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Selection;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>Trains a byte-level BPE on the documents that curate, with the same seed and share, will train on.</summary>
public sealed class TokenizerStage : IStage
{
    public const string StageName = "tokenizer";

    private const int Revision = 2;

    private readonly TokenizerSpec _spec;
    private readonly IReadOnlyList<SourceReference> _sources;

    public TokenizerStage(TokenizerSpec spec)
    {
        if (spec.Validate() is { Count: > 0 } problems)
            throw new UserError($"tokenizer: {string.Join("; ", problems)}", "A source looks like \"attack:data/enterprise-attack.json\".");
        _spec = spec;
        _sources = SourceReference.ParseAll(spec.Sources, []);
        Spec = JsonSerializer.SerializeToNode(spec, CorpusJson.Line.TokenizerSpec)?.AsObject() ?? [];
        Spec["revision"] = Revision;
    }

    public string Name => StageName;

    public JsonObject Spec { get; }

    public IReadOnlyList<string> Inputs => [.. _sources.SelectMany(source => new[] { source.Path, source.Attack }).OfType<string>().Distinct()];

    public Task RunAsync(StageContext context, CancellationToken cancel)
    {
        var directory = new StageDirectory(context.Directory);
        var sources = new CorpusSources(_sources, []);
        var pass = new FirstPass(_sources, new Preparation(new PreparationSpec(_spec.Seed, MinCharacters: 1, new CleanSpec(), Quality: null, new PoisonSpec { Enabled = false }), sources, _spec.Scrub is { } scrub ? Scrubber.Create(scrub) : null), directory.Work);
        pass.Check();
        pass.Run(context.Progress, cancel);
        using (DocumentStore store = DocumentStore.Open(directory.Work))
        {
            var corpus = new CorpusDecisions(sources, store, directory.Work, context.Progress, cancel);
            corpus.DropDuplicates();
            corpus.ApplyLimits();
            int[] sample = ChooseSample(store, corpus.Decisions, context.Progress);
            Tokenizer tokenizer = BpeTrainer.Train(sample.Select(store.Text), new BpeTrainerOptions { VocabularySize = _spec.VocabularySize }, context.Progress, cancel);
            tokenizer.Save(directory.Tokenizer);
        }
        Directory.Delete(directory.Work, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>As many documents, by hash order, as fit into the sample; at least one.</summary>
    private int[] ChooseSample(DocumentStore store, Decisions decisions, IProgressReporter progress)
    {
        int[] documents = [.. decisions.Kept.Where(document => HeldOutSplit.Of(store[document].Share, _spec.HeldOut) == HeldOutSplit.Train).OrderBy(document => StableHash.Of(_spec.Seed, "sample", store[document].TextHash))];
        if (documents.Length == 0)
            throw new UserError("tokenizer: the sources hold no document to train on");
        long characters = 0;
        int taken = 0;
        while (taken < documents.Length && (taken == 0 || characters + store[documents[taken]].Characters <= _spec.SampleCharacters))
            characters += store[documents[taken++]].Characters;
        progress.Note(FormattableString.Invariant($"tokenizer: learning from {taken:N0} of {documents.Length:N0} documents, {characters:N0} characters"));
        return documents[..taken];
    }
}

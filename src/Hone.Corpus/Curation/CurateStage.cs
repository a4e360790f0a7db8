using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Models;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// Makes a corpus: sources in, documents and token shards out, for the domain and for general text, each split into train and
/// held-out. Three passes: read and judge each document alone (spilled to disk, resumable), decide about all together, write what
/// is kept. The same sources give the same bytes in whatever order they come and on however many cores.
/// </summary>
public sealed class CurateStage : IStage
{
    public const string StageName = "curate";
    public const string DomainGroup = CorpusSources.DomainGroup;
    public const string GeneralGroup = CorpusSources.GeneralGroup;

    /// <summary>Raise when the same sources give other documents than before: finished stages then run again.</summary>
    private const int Revision = 2;

    private readonly CurateSpec _spec;
    private readonly CorpusSources _sources;
    private readonly Func<string, ILanguageModel> _open;

    /// <param name="spec">What to make the corpus from.</param>
    /// <param name="open">Opens the model in a directory, for choosing by perplexity.</param>
    public CurateStage(CurateSpec spec, Func<string, ILanguageModel>? open = null)
    {
        _open = open ?? (path => throw new UserError($"{path}: no model can be opened here"));
        if (spec.Validate() is { Count: > 0 } problems)
            throw new UserError($"curate: {string.Join("; ", problems)}", "A source looks like \"attack:data/enterprise-attack.json\" or \"cve:data/cves?limit=20000\".");
        _spec = spec;
        _sources = new CorpusSources(SourceReference.ParseAll(spec.Domain, []), SourceReference.ParseAll(spec.General, []));
        Spec = JsonSerializer.SerializeToNode(spec, CorpusJson.Line.CurateSpec)?.AsObject() ?? [];
        Spec["revision"] = Revision;
    }

    public string Name => StageName;

    public JsonObject Spec { get; }

    public IReadOnlyList<string> Inputs =>
        [_spec.Tokenizer, .. new[] { _spec.ExcludeIds, _spec.Scrub?.KeyFile, _spec.PerplexityModel }.OfType<string>(), .. _spec.Targets, .. _spec.Benchmarks, .. _sources.All.SelectMany(source => new[] { source.Path, source.Attack }).OfType<string>().Distinct()];

    public Task RunAsync(StageContext context, CancellationToken cancel)
    {
        var directory = new StageDirectory(context.Directory);
        Tokenizer tokenizer = Tokenizer.Load(_spec.Tokenizer);
        // Read before the sources: what is wrong with them shows before work begins.
        BenchmarkIds? ids = _spec.ExcludeIds is { } list ? BenchmarkIds.Load(list) : _spec.Benchmarks.Count > 0 ? BenchmarkIds.None : null;
        BenchmarkIndex benchmarks = BenchmarkIndex.Load(_spec.Benchmarks, new BenchmarkSpec { Allowed = _spec.AllowedPhrases }, cancel);
        Scrubber? scrubber = _spec.Scrub is { } scrub ? Scrubber.Create(scrub) : null;
        var pass = new FirstPass(_sources.All, new Preparation(PreparationSpec.Of(_spec), _sources, scrubber), directory.Work)
        {
            BeforeSegment = _spec.Scrub?.KeyFile is null ? null : () => scrubber?.SaveMap(directory.Pseudonyms),
        };
        pass.Check();
        pass.Run(context.Progress, cancel);
        using (DocumentStore store = DocumentStore.Open(directory.Work))
        {
            var corpus = new CorpusDecisions(_sources, store, directory.Work, context.Progress, cancel);
            Decide(corpus, ids, benchmarks);
            CorpusPlan plan = CorpusPlan.Make(_spec, _sources, store, corpus.Texts, corpus.Decisions, tokenizer, _open, directory.Work, context.Progress, cancel);
            new CorpusWriter(directory, _sources, store, corpus.Texts, tokenizer).Write(plan, corpus, context.Progress, cancel);
        }
        Directory.Delete(directory.Work, recursive: true);
        return Task.CompletedTask;
    }

    /// <param name="corpus">All documents.</param>
    /// <param name="ids">Null: nothing is asked to be kept out.</param>
    /// <param name="benchmarks">The benchmarks' texts.</param>
    private void Decide(CorpusDecisions corpus, BenchmarkIds? ids, BenchmarkIndex benchmarks)
    {
        if (ids is not null)
            corpus.DropBenchmarks(ids, benchmarks, _spec.MinCharacters);
        corpus.DropDuplicates();
        if (_spec.NearDuplicates > 0)
            corpus.DropNearDuplicates(_spec.NearDuplicates);
        if (_spec.StripRepeated)
            corpus.StripRepeatedParagraphs(_spec.MinCharacters);
        if (_spec.Poison.Enabled)
            corpus.SetPoisonAside(_spec.Poison, _spec.Released);
        corpus.ApplyLimits();
    }
}

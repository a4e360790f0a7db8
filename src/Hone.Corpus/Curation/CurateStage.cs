using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Selection;
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
    public const string DomainGroup = "domain";
    public const string GeneralGroup = "general";

    /// <summary>Raise when the same sources give other documents than before: finished stages then run again.</summary>
    private const int Revision = 2;

    private readonly CurateSpec _spec;
    private readonly IReadOnlyList<SourceReference> _domain;
    private readonly IReadOnlyList<SourceReference> _general;

    public CurateStage(CurateSpec spec)
    {
        if (spec.Validate() is { Count: > 0 } problems)
            throw new UserError($"curate: {string.Join("; ", problems)}", "A source looks like \"attack:data/enterprise-attack.json\" or \"cve:data/cves?limit=20000\".");
        _spec = spec;
        _domain = SourceReference.ParseAll(spec.Domain, []);
        _general = SourceReference.ParseAll(spec.General, []);
        Spec = JsonSerializer.SerializeToNode(spec, CorpusJson.Line.CurateSpec)?.AsObject() ?? [];
        Spec["revision"] = Revision;
    }

    public string Name => StageName;

    public JsonObject Spec { get; }

    public IReadOnlyList<string> Inputs =>
        [_spec.Tokenizer, .. _spec.ExcludeIds is { } ids ? [ids] : Array.Empty<string>(), .. _domain.Concat(_general).SelectMany(source => new[] { source.Path, source.Attack }).OfType<string>().Distinct()];

    public Task RunAsync(StageContext context, CancellationToken cancel)
    {
        var directory = new StageDirectory(context.Directory);
        Tokenizer tokenizer = Tokenizer.Load(_spec.Tokenizer);
        IReadOnlyList<SourceReference> sources = [.. _domain, .. _general];
        BenchmarkIds benchmarks = _spec.ExcludeIds is { } path ? BenchmarkIds.Load(path) : BenchmarkIds.None;
        var pass = new FirstPass(sources, new Preparation(_spec.Seed, _spec.MinCharacters, benchmarks), directory.Work);
        pass.Check();
        pass.Run(context.Progress, cancel);
        using (DocumentStore store = DocumentStore.Open(directory.Work))
        {
            Decisions decisions = new CorpusDecisions(sources, _domain.Count, store).Decide(context.Progress, cancel);
            Write(directory, sources, store, decisions, tokenizer, context.Progress, cancel);
        }
        Directory.Delete(directory.Work, recursive: true);
        return Task.CompletedTask;
    }

    private void Write(StageDirectory directory, IReadOnlyList<SourceReference> sources, DocumentStore store, Decisions decisions, Tokenizer tokenizer, IProgressReporter progress, CancellationToken cancel)
    {
        var counts = new CorpusCounts();
        SourceCounts[] bySource = [.. sources.Select((source, i) => counts.For(GroupOf(i), source.Name))];
        WriteDropped(directory, store, decisions, bySource);
        var writer = new CorpusWriter(directory, store, tokenizer);
        var split = new HeldOutSplit(_spec.HeldOut);
        foreach (string group in counts.Groups.Keys)
        {
            int[] documents = [.. decisions.Kept.Where(document => GroupOf(store[document].Source) == group).OrderBy(document => StableHash.Of(_spec.Seed, "order", store[document].TextHash))];
            foreach (string part in (string[])[HeldOutSplit.Train, HeldOutSplit.HeldOut])
            {
                int[] chosen = [.. documents.Where(document => split.Of(store[document].Share) == part)];
                progress.Begin($"Writing {group} {part}", chosen.Length, "documents");
                int written = 0;
                writer.Write(group, part, chosen, (document, tokens) =>
                {
                    SourceCounts source = bySource[store[document].Source];
                    (part == HeldOutSplit.Train ? source.Train : source.Heldout).Add(store[document].Characters, tokens);
                    progress.Report(++written);
                }, cancel);
            }
            Note(progress, group, counts.Groups[group]);
        }
        AtomicFile.Write(directory.Counts, JsonSerializer.SerializeToUtf8Bytes(counts, CorpusJson.Readable.CorpusCounts));
    }

    private void WriteDropped(StageDirectory directory, DocumentStore store, Decisions decisions, SourceCounts[] counts)
    {
        using var dropped = new JsonLineWriter<DroppedDocument>(directory.DroppedDocuments, CorpusJson.Line.DroppedDocument);
        for (int document = 0; document < store.Count; document++)
        {
            SourceCounts count = counts[store[document].Source];
            count.Read++;
            Verdict verdict = decisions.Of(document);
            if (verdict.Reason is Reasons.BeyondLimit)
                count.BeyondLimit++;
            else if (verdict.Reason is { } reason)
            {
                count.Dropped[reason] = count.Dropped.GetValueOrDefault(reason) + 1;
                dropped.Write(new DroppedDocument(reason, verdict.Detail, GroupOf(store[document].Source), store.Document(document)));
            }
        }
        dropped.Complete();
    }

    private string GroupOf(int source) => source < _domain.Count ? DomainGroup : GeneralGroup;

    private static void Note(IProgressReporter progress, string group, GroupCounts counts)
    {
        SplitCounts train = counts.Train, heldOut = counts.Heldout;
        long dropped = counts.Sources.Values.Sum(source => source.Dropped.Values.Sum());
        progress.Note(FormattableString.Invariant($"{group}: {train.Documents:N0} documents and {train.Tokens:N0} tokens to train on, {heldOut.Documents:N0} and {heldOut.Tokens:N0} held out, {dropped:N0} documents dropped"));
        if (train.Documents == 0)
            throw new UserError($"{group}: no document is left to train on", "Look into documents/dropped.jsonl.gz for the reasons.");
        if (heldOut.Documents == 0)
            progress.Note($"{group}: no document is held out, so nothing can be measured on unseen text");
    }
}

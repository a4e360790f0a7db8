using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Packing;
using Hone.Corpus.Selection;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// Makes a corpus: sources in, documents and token shards out, for the domain and for general text, each split into train and
/// held-out. Streams; a killed one begins again, which costs minutes at most.
/// </summary>
public sealed class CurateStage : IStage
{
    public const string StageName = "curate";
    public const string DomainGroup = "domain";
    public const string GeneralGroup = "general";

    /// <summary>Raise when the same sources give other documents than before: finished stages then run again.</summary>
    private const int Revision = 1;

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
        [_spec.Tokenizer, .. _spec.ExcludeIds is { } ids ? [ids] : Array.Empty<string>(), .. _domain.Concat(_general).Select(source => source.Path).Distinct()];

    public Task RunAsync(StageContext context, CancellationToken cancel)
    {
        var directory = new StageDirectory(context.Directory);
        Tokenizer tokenizer = Tokenizer.Load(_spec.Tokenizer);
        BenchmarkIds benchmarks = _spec.ExcludeIds is { } path ? BenchmarkIds.Load(path) : BenchmarkIds.None;
        var reader = new CandidateReader(_spec.Seed, _spec.MinCharacters, benchmarks);
        var counts = new CorpusCounts();
        using var dropped = new JsonLineWriter<DroppedDocument>(directory.DroppedDocuments, CorpusJson.Line.DroppedDocument);
        WriteGroup(DomainGroup, _domain);
        WriteGroup(GeneralGroup, _general);
        dropped.Complete();
        AtomicFile.Write(directory.Counts, JsonSerializer.SerializeToUtf8Bytes(counts, CorpusJson.Readable.CorpusCounts));
        return Task.CompletedTask;

        void WriteGroup(string group, IReadOnlyList<SourceReference> sources)
        {
            if (sources.Count == 0)
                return;
            using var writer = new GroupWriter(directory, group, tokenizer, new HeldOutSplit(_spec.Seed, _spec.HeldOut));
            foreach (SourceReference source in sources)
                WriteSource(group, source, writer);
            writer.Complete();
            Note(context.Progress, group, counts.Groups[group]);
        }

        void WriteSource(string group, SourceReference source, GroupWriter writer)
        {
            SourceCounts count = counts.For(group, source.Name);
            context.Progress.Begin($"{group}: {source.Name}", 0, "documents");
            foreach (Candidate candidate in writer.Write(reader.Read(source, cancel), count, cancel))
            {
                Count(candidate, count);
                if (candidate.Verdict.Reason is { } reason)
                    dropped.Write(new DroppedDocument(reason, candidate.Verdict.Detail, group, candidate.Document));
                if (count.Read % 100 == 0)
                    context.Progress.Report(count.Read, candidate.Document.Id);
            }
            context.Progress.Report(count.Read);
        }
    }

    private static void Count(Candidate candidate, SourceCounts count)
    {
        count.Read++;
        if (candidate.Verdict.Reason is { } reason)
            count.Dropped[reason] = count.Dropped.GetValueOrDefault(reason) + 1;
        else if (candidate.BeyondLimit)
            count.BeyondLimit++;
    }

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

using System.Text;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Datasheets;
using Hone.Corpus.Packing;
using Hone.Corpus.Poison;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Curation;

/// <summary>Writes what a plan says, encoded on all cores, what was dropped with its reason, and counts all of it.</summary>
internal sealed class CorpusWriter(StageDirectory directory, CorpusSources sources, DocumentStore store, IDocumentTexts texts, Tokenizer tokenizer)
{
    private const int BatchDocuments = 64;

    private readonly CorpusCounts _counts = new();
    private readonly DatasheetBuilder _sheet = new(sources);

    /// <summary>Documents, shards, what was dropped, counts and datasheet.</summary>
    public void Write(CorpusPlan plan, CorpusDecisions corpus, IProgressReporter progress, CancellationToken cancel)
    {
        SourceCounts[] bySource = [.. sources.All.Select((source, i) => _counts.For(sources.GroupOf(i), source.Name))];
        WriteDropped(corpus.Decisions, bySource, progress);
        foreach (GroupPlan group in plan.Groups)
        {
            GroupCounts counts = _counts.Groups[group.Group];
            long[] tokens = WriteSplit(group.Group, HeldOutSplit.Train, group.Train, document => bySource[store[document].Source].Train, progress, cancel);
            WriteSplit(group.Group, HeldOutSplit.HeldOut, group.HeldOut, document => bySource[store[document].Source].Heldout, progress, cancel);
            counts.Ladder = group.Rungs.Count == 0 ? null : [.. group.Rungs.Select(rung => new RungCounts(rung.Budget == long.MaxValue ? null : rung.Budget, rung.Documents, tokens[rung.Documents]))];
            counts.Gain = group.Gain.Count == 0 ? null : group.Gain;
            Note(progress, group.Group, counts);
        }
        Datasheet sheet = _sheet.Make(_counts, corpus);
        AtomicFile.Write(directory.Counts, JsonSerializer.SerializeToUtf8Bytes(_counts, CorpusJson.Readable.CorpusCounts));
        AtomicFile.Write(directory.Datasheet, JsonSerializer.SerializeToUtf8Bytes(sheet, CorpusJson.Readable.Datasheet));
        AtomicFile.Write(directory.Report, Encoding.UTF8.GetBytes(DatasheetPage.Draw(sheet)));
    }

    private void WriteDropped(Decisions decisions, SourceCounts[] counts, IProgressReporter progress)
    {
        using var dropped = new JsonLineWriter<DroppedDocument>(directory.DroppedDocuments, CorpusJson.Line.DroppedDocument);
        using var quarantine = new JsonLineWriter<DroppedDocument>(directory.QuarantinedDocuments, CorpusJson.Line.DroppedDocument);
        progress.Begin("Writing what is dropped", store.Count, "documents");
        for (int document = 0; document < store.Count; document++)
        {
            SourceCounts count = counts[store[document].Source];
            PreparedHead head = store.Head(document);
            count.Read++;
            _sheet.Read(head, store[document].Characters);
            Verdict verdict = decisions.Of(document);
            if (verdict.Reason is Reasons.BeyondLimit)
                count.BeyondLimit++;
            else if (verdict.Reason is Reasons.BeyondBudget)
                count.BeyondBudget++;
            else if (verdict.Reason is { } reason)
            {
                count.Dropped[reason] = count.Dropped.GetValueOrDefault(reason) + 1;
                string text = store.Text(document);
                _sheet.Drop(head, reason, verdict.Detail, text);
                (PoisonReasons.Is(reason) ? quarantine : dropped).Write(new DroppedDocument(reason, verdict.Detail, sources.GroupOf(head.Source), head.Document with { Text = text }));
            }
            if (document % 1000 == 999)
                progress.Report(document + 1);
        }
        dropped.Complete();
        quarantine.Complete();
    }

    /// <summary>Gives the tokens before each document and, last, of all.</summary>
    private long[] WriteSplit(string group, string split, IReadOnlyList<int> documents, Func<int, SplitCounts> counts, IProgressReporter progress, CancellationToken cancel)
    {
        using var writer = new SplitWriter(directory, group, split, tokenizer);
        var before = new long[documents.Count + 1];
        int written = 0;
        progress.Begin($"Writing {group} {split}", documents.Count, "documents");
        foreach ((int number, Document document, int[] tokens) in OrderedParallel.Select(documents.Chunk(BatchDocuments), batch => batch.Select(Encode).ToArray(), cancel).SelectMany(batch => batch))
        {
            writer.Write(document, tokens);
            _sheet.Keep(store[number].Source, document, tokens.Length);
            counts(number).Add(document.Text.Length, tokens.Length);
            before[written + 1] = before[written] + tokens.Length;
            progress.Report(++written);
        }
        writer.Complete();
        return before;
    }

    private (int, Document, int[]) Encode(int number)
    {
        Document document = store.Head(number).Document with { Text = texts.Text(number) };
        return (number, document, [.. tokenizer.Encode(document.Text), tokenizer.EndOfText]);
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

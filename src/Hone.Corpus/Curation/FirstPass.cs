using Hone.Core;
using Hone.Core.Runs;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// Reads all sources part by part on all cores and spills what the preparation makes of their documents. Killed, it goes on behind
/// the last whole segment.
/// </summary>
internal sealed class FirstPass(IReadOnlyList<SourceReference> sources, Preparation preparation, string directory)
{
    public long SegmentBytes { get; init; } = 64 << 20;

    /// <summary>Called before a segment is finished: what belongs to its documents is saved first.</summary>
    public Action? BeforeSegment { get; init; }

    /// <summary>Before work begins: a source that gives nothing readable at its very start stops the run.</summary>
    public void Check()
    {
        foreach (SourceReference reference in sources)
        {
            if (SourceList.For(reference).Parts(reference).FirstOrDefault() is not { } part)
                continue;
            SourceItem? broken = null;
            bool readable = false;
            foreach (SourceItem item in part.Read())
            {
                broken ??= item;
                readable = item.Verdict.Reason != Reasons.Broken;
                if (readable)
                    break;
            }
            if (!readable && broken is { } first)
                throw new UserError($"{reference.Name}: nothing can be read: {first.Verdict.Detail}", $"Is {reference.Path} really of the kind '{reference.Kind}'?");
        }
    }

    public void Run(IProgressReporter progress, CancellationToken cancel)
    {
        Directory.CreateDirectory(directory);
        (int segments, int done) = DocumentStore.Finished(directory);
        if (segments > 0)
            progress.Note($"reading goes on behind part {done:N0}, where it was stopped");
        using var writer = new SegmentWriter(directory, segments) { TargetBytes = SegmentBytes, BeforeClose = BeforeSegment };
        long documents = 0;
        progress.Begin("Reading sources", 0, "documents");
        foreach ((string name, byte[][] records) in OrderedParallel.Select(Parts().Skip(done), part => (part.Name, Prepare(part)), cancel))
        {
            foreach (byte[] record in records)
                writer.Add(record);
            writer.PartsDone(++done);
            documents += records.Length;
            progress.Report(documents, name);
        }
        writer.Complete(done);
    }

    private IEnumerable<NumberedPart> Parts() => sources.SelectMany((reference, number) =>
        SourceList.For(reference).Parts(reference).Select(part => new NumberedPart(number, $"{reference.Name} {part.Name}", part)));

    private byte[][] Prepare(NumberedPart part) =>
        [.. part.Part.Read().Select(item => SegmentFormat.Encode(preparation.Prepare(part.Number, item)))];

    private sealed record NumberedPart(int Number, string Name, SourcePart Part);
}

using System.Buffers.Binary;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Dedup;
using Hone.Corpus.Poison;
using Hone.Corpus.Quality;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Selection;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// What can be said of a document apart from all others, in this order: the source's own verdict, what is hidden in the text as it
/// came, cleaning, length, quality, scrubbing. What is dropped is scrubbed too: it is written as well. Called from many
/// threads.
/// </summary>
internal sealed class Preparation(PreparationSpec spec, CorpusSources sources, Scrubber? scrubber)
{
    private readonly IReadOnlyList<IDocumentFilter>[] _filters = [.. sources.All.Select((source, i) =>
        spec.Quality is { } quality ? QualityFilters.For(quality, source.Kind, sources.IsDomain(i)) : [])];

    public PreparedDocument Prepare(int number, SourceItem item)
    {
        string raw = item.Document.Text, text = CleaningSteps.Apply(raw, spec.Clean);
        Document document = item.Document with { Text = text };
        Verdict verdict = item.Verdict.Kept ? Judge(document, number, raw) : item.Verdict;
        document = Scrub(document, number, out IReadOnlyDictionary<string, int> scrubbed);
        byte[] hash = document.ComputeHashBytes();
        var prepared = new PreparedDocument(number, document, verdict) { TextHash = BinaryPrimitives.ReadUInt128BigEndian(hash), Scrubbed = scrubbed, Related = item.Related };
        return !verdict.Kept ? prepared : prepared with
        {
            Share = StableHash.ShareOf(spec.Seed, "split", Convert.ToHexStringLower(hash)),
            DuplicateKey = ExactDuplicates.KeyOf(document.Text),
            Order = StableHash.Of(spec.Seed, "limit", document.Id),
        };
    }

    private Document Scrub(Document document, int source, out IReadOnlyDictionary<string, int> counts)
    {
        counts = PreparedDocument.EmptyCounts;
        if (scrubber is null || !(sources.All[source].Scrub ?? sources.IsDomain(source)))
            return document;
        ScrubResult text = scrubber.Scrub(document.Text);
        if (text.Spans.Count > 0)
            counts = text.Counts().ToDictionary(count => count.Key.Label().ToLowerInvariant(), count => count.Value);
        return document with { Text = text.Text, Title = document.Title is { } title ? scrubber.Scrub(title).Text : null };
    }

    private Verdict Judge(Document document, int source, string raw)
    {
        if (document.Text.Length == 0)
            return Verdict.Drop(Reasons.Empty);
        if (document.Text.Length < spec.MinCharacters)
            return Verdict.Drop(Reasons.TooShort, $"{document.Text.Length} characters");
        if (spec.Poison.Enabled && HiddenText.Find(raw) is [var hidden, ..])
            return Verdict.Drop(hidden.Reason, hidden.Evidence);
        foreach (IDocumentFilter filter in _filters[source])
            if (filter.Judge(document) is { Kept: false } verdict)
                return verdict;
        return Verdict.Keep;
    }
}

/// <summary>What of a curation decides about single documents.</summary>
internal sealed record PreparationSpec(ulong Seed, int MinCharacters, CleanSpec Clean, QualitySpec? Quality, PoisonSpec Poison)
{
    public static PreparationSpec Of(CurateSpec spec) => new(spec.Seed, spec.MinCharacters, spec.Clean, spec.Quality, spec.Poison);
}

using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Curation;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Packing;

/// <summary>Writes a group's documents to train or held-out, encoded on all cores, in the order they come.</summary>
internal sealed class GroupWriter : IDisposable
{
    private readonly Tokenizer _tokenizer;
    private readonly int _endOfText;
    private readonly HeldOutSplit _split;
    private readonly SplitWriter _train;
    private readonly SplitWriter _heldOut;

    public GroupWriter(StageDirectory directory, string group, Tokenizer tokenizer, HeldOutSplit split)
    {
        _tokenizer = tokenizer;
        _endOfText = tokenizer.EndOfText;
        _split = split;
        _train = new SplitWriter(directory, group, HeldOutSplit.Train, tokenizer);
        _heldOut = new SplitWriter(directory, group, HeldOutSplit.HeldOut, tokenizer);
    }

    /// <summary>Writes what is kept and hands every candidate on, in order, after adding it to its counts.</summary>
    public IEnumerable<Candidate> Write(IEnumerable<Candidate> candidates, SourceCounts counts, CancellationToken cancel)
    {
        foreach ((Candidate candidate, int[]? tokens) in ParallelBatches.Select(candidates, c => c.Document.Text.Length, Encode, cancel))
        {
            if (tokens is not null)
                Write(candidate, tokens, counts);
            yield return candidate;
        }
    }

    public void Complete()
    {
        _train.Complete();
        _heldOut.Complete();
    }

    private (Candidate, int[]?) Encode(Candidate candidate) =>
        (candidate, candidate.Verdict.Kept && !candidate.BeyondLimit ? [.. _tokenizer.Encode(candidate.Document.Text), _endOfText] : null);

    private void Write(Candidate candidate, int[] tokens, SourceCounts counts)
    {
        bool train = _split.Of(candidate.TextHash) == HeldOutSplit.Train;
        (train ? _train : _heldOut).Write(candidate.Document, tokens);
        SplitCounts split = train ? counts.Train : counts.Heldout;
        split.Documents++;
        split.Characters += candidate.Document.Text.Length;
        split.Tokens += tokens.Length;
    }

    public void Dispose()
    {
        _train.Dispose();
        _heldOut.Dispose();
    }
}

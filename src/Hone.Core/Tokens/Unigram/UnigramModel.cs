// Unigram (Kudo 2018): of all ways to cut a piece into entries, the one whose scores sum highest, found by Viterbi over byte positions.
// A character without an entry of its own may stand as unknown at a score below all entries; unknown neighbours are one token, or
// are spelled in byte tokens where the vocabulary has them.
using System.Buffers;
using System.Text;

namespace Hone.Core.Tokens.Unigram;

internal sealed class UnigramModel : ITokenModel
{
    /// <summary>As in SentencePiece.</summary>
    private const double UnknownPenalty = 10;

    private readonly ByteTrie _trie = new();
    private readonly double[] _scores;
    private readonly int _unknown;
    private readonly int[]? _byteIds;
    private readonly double _unknownScore;

    /// <param name="entries">Entries by id, null for those that text must not form, each with its score.</param>
    /// <param name="unknown">The unknown token.</param>
    /// <param name="byteIds">Token of each byte, -1 where there is none; null without byte fallback.</param>
    public UnigramModel(IReadOnlyList<byte[]?> entries, double[] scores, int unknown, int[]? byteIds)
    {
        (_scores, _unknown, _byteIds) = (scores, unknown, byteIds);
        for (int id = 0; id < entries.Count; id++)
        {
            if (entries[id] is { Length: > 0 } entry)
                _trie.Add(entry, id);
        }
        _unknownScore = scores.Min() - UnknownPenalty;
    }

    public ReadOnlySpan<Bpe.Merge> Merges => [];

    public int ByteId(byte value) => -1;

    public void Encode(ReadOnlySpan<byte> piece, TokenBuffer output) => Encode(piece, output, null);

    void ITokenModel.Encode(ReadOnlySpan<byte> piece, TokenBuffer output, List<int> ends) => Encode(piece, output, ends);

    private void Encode(ReadOnlySpan<byte> piece, TokenBuffer output, List<int>? ends)
    {
        var path = ArrayPool<Step>.Shared.Rent(piece.Length + 1);
        Walk(piece, path);
        int unknownStart = -1;
        int start = 0;
        for (int end = path[0].Next; ; end = path[end].Next)
        {
            int id = path[end].Id;
            bool isUnknown = id == _unknown;
            if (isUnknown && unknownStart < 0)
                unknownStart = start;
            if (unknownStart >= 0 && (!isUnknown || end == piece.Length))
            {
                int unknownEnd = isUnknown ? end : start;
                WriteUnknown(piece[unknownStart..unknownEnd], unknownStart, output, ends);
                unknownStart = -1;
            }
            if (!isUnknown)
            {
                output.Add(id);
                ends?.Add(end);
            }
            start = end;
            if (end == piece.Length)
                break;
        }
        ArrayPool<Step>.Shared.Return(path);
    }

    /// <summary>Fills in the best step to each position, then links the best path forwards.</summary>
    private void Walk(ReadOnlySpan<byte> piece, Step[] path)
    {
        path.AsSpan(0, piece.Length + 1).Fill(new Step(-1, 0, 0, 0));
        int length;
        for (int at = 0; at < piece.Length; at += length)
        {
            double score = path[at].Score;
            Rune.DecodeFromUtf8(piece[at..], out _, out length);
            bool single = false;
            for (int node = 0, end = at; end < piece.Length && (node = _trie.Child(node, piece[end])) != ByteTrie.None;)
            {
                end++;
                int id = _trie.Value(node);
                if (id == ByteTrie.None)
                    continue;
                Offer(ref path[end], id, at, score + _scores[id]);
                single |= end == at + length;
            }
            if (!single)
                Offer(ref path[at + length], _unknown, at, score + _unknownScore);
        }
        for (int end = piece.Length; end > 0; end = path[end].Previous)
            path[path[end].Previous].Next = end;
    }

    private static void Offer(ref Step step, int id, int previous, double score)
    {
        if (step.Previous < 0 || score > step.Score)
            step = new Step(previous, id, score, 0);
    }

    private void WriteUnknown(ReadOnlySpan<byte> text, int start, TokenBuffer output, List<int>? ends)
    {
        // Unknown neighbours together may be an entry after all, the unknown token's own name for one.
        int entry = _trie.Longest(text, out int length);
        if (_byteIds is not null && length < text.Length && CanSpell(text, _byteIds))
        {
            for (int i = 0; i < text.Length; i++)
            {
                output.Add(_byteIds[text[i]]);
                ends?.Add(start + i + 1);
            }
            return;
        }
        output.Add(length == text.Length ? entry : _unknown);
        ends?.Add(start + text.Length);
    }

    private static bool CanSpell(ReadOnlySpan<byte> text, int[] byteIds)
    {
        foreach (byte value in text)
        {
            if (byteIds[value] < 0)
                return false;
        }
        return true;
    }

    /// <summary>The best way to a position: from where, by which token, at which score in all; and where the best path goes on.</summary>
    private record struct Step(int Previous, int Id, double Score, int Next);
}

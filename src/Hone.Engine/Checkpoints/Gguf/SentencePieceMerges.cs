using Hone.Core;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// The merges that the scores of a SentencePiece BPE vocabulary stand for, in their order: any two pieces whose union is a piece, the union
/// with the highest score first.
/// </summary>
internal static class SentencePieceMerges
{
    // Published vocabularies end near 50; a longer piece is never reached by merges anyone trained.
    private const int LongestPiece = 256;

    public static IEnumerable<(string Left, string Right)> Of(string[] tokens, int[] types, float[] scores, string path)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < tokens.Length; id++)
        {
            if (types[id] is (int)GgufTokenType.Normal or (int)GgufTokenType.UserDefined)
                ids.TryAdd(tokens[id], id);
        }
        var pieces = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        // Merges of honest vocabularies are about twice their characters; more than this is a file made to fill memory.
        var room = (1L << 20) + (32 * tokens.Sum(token => (long)token.Length));
        var merges = new List<(int Union, int Cut)>();
        foreach (var id in ids.Values)
        {
            var text = tokens[id];
            for (var cut = 1; cut < text.Length && text.Length <= LongestPiece; cut++)
            {
                if (!pieces.ContainsKey(text.AsSpan(0, cut)) || !pieces.ContainsKey(text.AsSpan(cut)))
                    continue;
                merges.Add((id, cut));
                room -= text.Length;
                if (room < 0)
                    throw new UserError($"{path}: {GgufTokenizerKeys.Tokens} has more ways of putting tokens together than a trained vocabulary has.");
            }
        }
        return merges.OrderByDescending(merge => scores[merge.Union]).ThenByDescending(merge => merge.Cut).Select(merge => (tokens[merge.Union][..merge.Cut], tokens[merge.Union][merge.Cut..]));
    }
}

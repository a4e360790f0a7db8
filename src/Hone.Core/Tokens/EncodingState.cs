using Hone.Core.Tokens.Bpe;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens;

/// <summary>What one call of Encode needs for itself: the word cache and the list of ids.</summary>
internal sealed class EncodingState(IPreTokenizer preTokenizer, BpeModel model)
{
    private readonly WordCache _cache = new();

    public TokenBuffer Output { get; } = new();

    public void Encode(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0)
        {
            int length = preTokenizer.NextLength(text);
            EncodePiece(text[..length]);
            text = text[length..];
        }
    }

    private void EncodePiece(ReadOnlySpan<byte> piece)
    {
        if (piece.Length == 1)
        {
            Output.Add(model.ByteId(piece[0]));
            return;
        }
        if (piece.Length > WordCache.LongestWord)
        {
            model.Encode(piece, Output);
            return;
        }
        if (_cache.TryCopy(piece, Output, out int slot))
            return;
        int start = Output.Count;
        model.Encode(piece, Output);
        _cache.Add(slot, piece, Output.Ids[start..]);
    }
}

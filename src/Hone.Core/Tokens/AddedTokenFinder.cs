using System.Text;

namespace Hone.Core.Tokens;

/// <summary>Finds added tokens in text: the leftmost, and of those that begin there the longest, as Hugging Face does.</summary>
internal sealed class AddedTokenFinder(IReadOnlyList<AddedToken> tokens)
{
    private readonly (int Id, byte[] Content)[] _tokens =
        [.. tokens.Select(token => (token.Id, Content: Encoding.UTF8.GetBytes(token.Content))).OrderByDescending(token => token.Content.Length)];

    /// <summary>Encodes the text between added tokens as text, and each added token as its id.</summary>
    public void Encode(ReadOnlySpan<byte> text, EncodingState state)
    {
        var places = new int[_tokens.Length];
        Array.Fill(places, -1);
        int start = 0;
        while (FindNext(text, start, places) is int found)
        {
            state.Encode(text[start..places[found]]);
            state.Output.Add(_tokens[found].Id);
            start = places[found] + _tokens[found].Content.Length;
        }
        state.Encode(text[start..]);
    }

    /// <summary>Index of the token that comes first from start on. Places remembers where each was seen, so text is searched once a token.</summary>
    private int? FindNext(ReadOnlySpan<byte> text, int start, int[] places)
    {
        int? first = null;
        for (int i = 0; i < _tokens.Length; i++)
        {
            if (places[i] < start)
            {
                int place = text[start..].IndexOf(_tokens[i].Content);
                places[i] = place < 0 ? int.MaxValue : start + place;
            }
            if (places[i] != int.MaxValue && (first is null || places[i] < places[first.Value]))
                first = i;
        }
        return first;
    }
}

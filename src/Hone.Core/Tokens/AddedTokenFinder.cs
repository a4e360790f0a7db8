using System.Buffers;
using System.Text;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens;

/// <summary>
/// Finds added tokens in text: the leftmost, and of those that begin there the longest; then the white space and word borders
/// they ask for, as Hugging Face does.
/// </summary>
internal sealed class AddedTokenFinder
{
    private readonly List<AddedToken> _tokens = [];
    private readonly ByteTrie _contents = new();
    private readonly SearchValues<byte> _firstBytes;

    /// <param name="tokens">The tokens, each with the bytes it is found by.</param>
    public AddedTokenFinder(IEnumerable<(AddedToken Token, byte[] Content)> tokens)
    {
        var firstBytes = new HashSet<byte>();
        foreach (var (token, content) in tokens.Where(token => token.Content.Length > 0))
        {
            _contents.Add(content, _tokens.Count);
            _tokens.Add(token);
            firstBytes.Add(content[0]);
        }
        _firstBytes = SearchValues.Create([.. firstBytes]);
    }

    public bool IsEmpty => _tokens.Count == 0;

    /// <param name="searched">Where to go on searching; moved on.</param>
    /// <param name="taken">End of what the tokens found so far have taken.</param>
    /// <param name="range">What this one takes of the text.</param>
    public AddedToken? Next(ReadOnlySpan<byte> text, ref int searched, int taken, out TextRange range)
    {
        while (Search(text, ref searched, out range) is { } token)
        {
            if (token.SingleWord && (EndsWithWord(text[..range.Start]) || BeginsWithWord(text[range.End..])))
                continue;
            int start = token.TakesLeft ? Math.Max(range.Start - WhiteAtEnd(text[..range.Start]), taken) : range.Start;
            int end = token.TakesRight ? CharacterClasses.RunEnd(text, range.End, CharacterClass.White) : range.End;
            range = new TextRange(start, end);
            return token;
        }
        return null;
    }

    private AddedToken? Search(ReadOnlySpan<byte> text, ref int searched, out TextRange range)
    {
        while (true)
        {
            int place = text[searched..].IndexOfAny(_firstBytes);
            if (place < 0)
            {
                searched = text.Length;
                range = default;
                return null;
            }
            place += searched;
            int found = _contents.Longest(text[place..], out int length);
            searched = place + Math.Max(length, 1);
            range = new TextRange(place, searched);
            if (found != ByteTrie.None)
                return _tokens[found];
        }
    }

    private static bool BeginsWithWord(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out var rune, out _) == OperationStatus.Done && WordPreTokenizer.IsWord(rune);

    private static bool EndsWithWord(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out var rune, out _) == OperationStatus.Done && WordPreTokenizer.IsWord(rune);

    private static int WhiteAtEnd(ReadOnlySpan<byte> text)
    {
        int white = 0;
        while (Rune.DecodeLastFromUtf8(text[..^white], out var rune, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            white += length;
        return white;
    }
}

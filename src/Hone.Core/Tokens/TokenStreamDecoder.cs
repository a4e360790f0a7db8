using System.Text;

namespace Hone.Core.Tokens;

/// <summary>Turns ids into text as they come: a character whose bytes lie in two tokens appears once, and whole.</summary>
public sealed class TokenStreamDecoder(Tokenizer tokenizer)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that this id completes; may be empty.</summary>
    public string Push(int id) => Decode(tokenizer.TokenBytes(id), flush: false);

    /// <summary>The end: bytes still waiting for the rest of their character become U+FFFD.</summary>
    public string Flush() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var characters = new char[_decoder.GetCharCount(bytes, flush)];
        int count = _decoder.GetChars(bytes, characters, flush);
        return new string(characters, 0, count);
    }
}

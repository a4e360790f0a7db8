using System.Text;

namespace Hone.Core.Tokens;

/// <summary>Turns ids into text as they come: a character whose bytes lie in two tokens appears once, and whole.</summary>
/// <param name="continues">Whether the text goes on from another, so that a space at its beginning belongs to it.</param>
public sealed class TokenStreamDecoder(Tokenizer tokenizer, bool continues = false)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly TextStart? _start = continues ? null : new TextStart(tokenizer.Vocabulary.Reading);

    /// <summary>The text that this id completes; may be empty.</summary>
    public string Push(int id)
    {
        var bytes = tokenizer.TokenBytes(id);
        return Decode(_start is null ? bytes : _start.Trim(bytes), flush: false);
    }

    /// <summary>The end: bytes still waiting for the rest of their character become U+FFFD.</summary>
    public string Flush() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var characters = new char[_decoder.GetCharCount(bytes, flush)];
        int count = _decoder.GetChars(bytes, characters, flush);
        return new string(characters, 0, count);
    }
}

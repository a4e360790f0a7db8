namespace Hone.Core.Tokens;

/// <summary>Takes off the beginning of decoded text the spaces that a tokenizer put before it when it encoded.</summary>
internal sealed class TextStart(EntryReading reading)
{
    private int _left = reading.LeadingSpaces;

    /// <summary>The bytes of the next token without them.</summary>
    public ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> token)
    {
        if (_left == 0 || token.IsEmpty)
            return token;
        int spaces = 0;
        while (spaces < token.Length && spaces < _left && token[spaces] == ' ')
            spaces++;
        _left = reading.FirstTokenOnly || spaces < token.Length ? 0 : _left - spaces;
        return token[spaces..];
    }
}

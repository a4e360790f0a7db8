using System.Buffers;
using System.Text;

namespace Hone.Core.Tokens.Normalisers;

/// <summary>Takes white space off the ends.</summary>
internal sealed class StripNormaliser(bool left, bool right) : INormaliser
{
    public bool TryApply(TextSlice text, TextBuffer output)
    {
        int start = 0;
        while (left && Rune.DecodeFromUtf8(text.Bytes[start..], out var rune, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            start += length;
        int end = text.Length;
        while (right && end > start && Rune.DecodeLastFromUtf8(text.Bytes[start..end], out var rune, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            end -= length;
        if (end - start == text.Length)
            return false;
        output.Append(text.Slice(start, end - start));
        return true;
    }
}

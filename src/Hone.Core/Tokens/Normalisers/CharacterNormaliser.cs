using System.Buffers;
using System.Text;
using Hone.Core.Text;

namespace Hone.Core.Tokens.Normalisers;

/// <summary>Replaces characters one by one, whatever stands around them.</summary>
/// <param name="replace">What stands for a character: itself, another text, or nothing.</param>
internal sealed class CharacterNormaliser(Func<Rune, string?> replace) : INormaliser
{
    /// <summary>Lower case, character by character as Rust's char has it: only the dotted capital I becomes two.</summary>
    public static CharacterNormaliser Lowercase { get; } = new(rune =>
    {
        if (rune.Value == 0x130)
            return "i\u0307";
        var lower = rune.Value switch
        {
            // New in Unicode 17, which .NET 10 does not know.
            0xA7CE or 0xA7D2 or 0xA7D4 => new Rune(rune.Value + 1),
            >= 0x16EA0 and <= 0x16EB8 => new Rune(rune.Value + 27),
            _ => Rune.ToLowerInvariant(rune),
        };
        return lower == rune ? null : lower.ToString();
    });

    /// <summary>Takes marks away, which a decomposing normaliser before it has set free.</summary>
    public static CharacterNormaliser StripAccents { get; } = new(rune => NormalForms.Unicode9.IsMark(rune.Value) ? "" : null);

    public bool TryApply(TextSlice text, TextBuffer output)
    {
        Span<byte> utf8 = stackalloc byte[16];
        int copied = 0;
        int length;
        for (int at = 0; at < text.Length; at += length)
        {
            if (Rune.DecodeFromUtf8(text.Bytes[at..], out var rune, out length) != OperationStatus.Done || replace(rune) is not { } other)
                continue;
            output.Append(text.Slice(copied, at - copied));
            output.Append(utf8[..Encoding.UTF8.GetBytes(other, utf8)], text.OriginOf(at, at + length));
            copied = at + length;
        }
        if (copied == 0)
            return false;
        output.Append(text.Slice(copied));
        return true;
    }
}

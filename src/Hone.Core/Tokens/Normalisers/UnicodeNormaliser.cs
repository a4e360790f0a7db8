using System.Buffers;
using System.Text;
using Hone.Core.Text;

namespace Hone.Core.Tokens.Normalisers;

/// <summary>
/// A Unicode normal form. Only the stretches that can change are worked on; a character that comes out has the origin of the one
/// it came from, or of all those it was composed of. Characters newer than Unicode 9.0 stay as they are, as in Hugging Face's library.
/// </summary>
internal sealed class UnicodeNormaliser(NormalForm form) : INormaliser
{
    public bool TryApply(TextSlice text, TextBuffer output)
    {
        int copied = 0;
        int previous = 0;
        int at = 0;
        while (at < text.Length)
        {
            int ascii = text.Bytes[at..].IndexOfAnyExceptInRange((byte)0, (byte)127);
            if (ascii < 0)
                break;
            if (ascii > 0)
                (previous, at) = (at + ascii - 1, at + ascii);
            if (!NeedsWork(text.Bytes[at..], out int length))
            {
                (previous, at) = (at, at + length);
                continue;
            }
            // The character before may compose with these.
            int start = Math.Max(previous, copied);
            at += length;
            while (at < text.Length && NeedsWork(text.Bytes[at..], out length))
                at += length;
            output.Append(text.Slice(copied, start - copied));
            Append(text.Slice(start, at - start), output);
            copied = previous = at;
        }
        if (copied == 0)
            return false;
        output.Append(text.Slice(copied));
        return true;
    }

    private bool NeedsWork(ReadOnlySpan<byte> rest, out int length) =>
        Rune.DecodeFromUtf8(rest, out var rune, out length) == OperationStatus.Done && NormalForms.Unicode9.NeedsWork(form, rune.Value);

    private void Append(TextSlice stretch, TextBuffer output)
    {
        var points = new List<FormedPoint>(stretch.Length);
        int length;
        for (int at = 0; at < stretch.Length; at += length)
        {
            if (Rune.DecodeFromUtf8(stretch.Bytes[at..], out var rune, out length) == OperationStatus.Done)
                points.Add(new FormedPoint(rune.Value, at, at + length));
            else
                output.Append(stretch.Slice(at, length));
        }
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var point in NormalForms.Unicode9.Apply(form, points))
            output.Append(utf8[..new Rune(point.Value).EncodeToUtf8(utf8)], stretch.OriginOf(point.Start, point.End));
    }
}

using System.Text;
using System.Text.Unicode;
using Hone.Core;

namespace Hone.Corpus.Sources.Logs;

/// <summary>Whole lines of a log, in memory of their own.</summary>
/// <param name="Cut">Numbers of lines that were longer than the limit and lost their rest.</param>
internal sealed record LinePart(int FirstLine, byte[] Utf8, IReadOnlyList<int> Cut)
{
    /// <summary>The lines with their numbers; what is not UTF-8 is read as Latin-1, line by line, since logs mix what many programs write.</summary>
    public IEnumerable<(int Number, string Text)> Lines()
    {
        bool valid = System.Text.Unicode.Utf8.IsValid(Utf8);
        int number = FirstLine;
        for (int start = FirstLine == 1 && Utf8.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0; start < Utf8.Length; number++)
        {
            int end = Array.IndexOf(Utf8, (byte)'\n', start);
            end = end < 0 ? Utf8.Length : end;
            ReadOnlySpan<byte> line = Utf8.AsSpan(start, end - start).TrimEnd((byte)'\r');
            start = end + 1;
            if (!line.IsEmpty)
                yield return (number, (valid || System.Text.Unicode.Utf8.IsValid(line) ? Encoding.UTF8 : Encoding.Latin1).GetString(line));
        }
    }
}

/// <summary>
/// Cuts a stream into parts of whole lines. Nothing a file holds takes more memory than one part: of a line beyond the limit
/// only the beginning stays, and its number is noted.
/// </summary>
internal static class LineParts
{
    /// <summary>Large enough that a template repeated in a quiet log is told once for tens of thousands of lines.</summary>
    public const int TargetBytes = 8 << 20;

    public const int MaxLineBytes = 1 << 20;

    public static IEnumerable<LinePart> Read(Stream stream, string name, int targetBytes = TargetBytes, int maxLineBytes = MaxLineBytes)
    {
        var pending = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        var cut = new List<int>();
        int first = 1, line = 1, lineBytes = 0, wholeLines = 0;
        while (Fill(stream, buffer, name) is > 0 and int read)
        {
            for (int start = 0; start < read;)
            {
                int end = buffer.AsSpan(start, read - start).IndexOf((byte)'\n');
                int length = end < 0 ? read - start : end;
                int room = Math.Max(0, Math.Min(length, maxLineBytes - lineBytes));
                if (room < length && lineBytes <= maxLineBytes)
                    cut.Add(line);
                pending.Write(buffer, start, room);
                lineBytes = room < length ? maxLineBytes + 1 : lineBytes + length;
                start += length;
                if (end < 0)
                    continue;
                pending.WriteByte((byte)'\n');
                (start, line, lineBytes, wholeLines) = (start + 1, line + 1, 0, (int)pending.Length);
                if (wholeLines >= targetBytes)
                {
                    yield return new LinePart(first, pending.ToArray(), cut);
                    pending.SetLength(0);
                    (first, cut, wholeLines) = (line, [], 0);
                }
            }
        }
        if (pending.Length > 0)
            yield return new LinePart(first, pending.ToArray(), cut);
    }

    private static int Fill(Stream stream, byte[] buffer, string name)
    {
        try
        {
            return stream.Read(buffer, 0, buffer.Length);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new UserError($"{name}: cannot be read: {e.Message}", "It may be cut off: fetch or pack it again.", e);
        }
    }
}

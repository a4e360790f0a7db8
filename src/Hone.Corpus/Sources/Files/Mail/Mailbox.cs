using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Files.Mail;

/// <summary>
/// Mails of an mbox file (RFC 4155), one after the other: each begins with a line "From sender time" after an empty line. A line
/// of a mail that looks so has a '>' put before it, which is taken away again. Memory holds one mail.
/// </summary>
internal static class Mailbox
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Whether the line parts two mails: "From someone@example.org Wed Jul 24 00:10:47 2002".</summary>
    public static bool IsSeparator(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("From "u8) || line.Length > 1_000)
            return false;
        int colon = line.IndexOf((byte)':');
        return line[5..].IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && colon > 10 && colon + 1 < line.Length && char.IsAsciiDigit((char)line[colon - 1]) && char.IsAsciiDigit((char)line[colon + 1]);
    }

    /// <summary>Null stands for a mail of more than <paramref name="maxBytes"/>.</summary>
    public static IEnumerable<byte[]?> Read(string path, int maxBytes)
    {
        using Stream stream = InputFile.Open(path);
        var mail = new MemoryStream();
        byte[] buffer = new byte[BufferBytes];
        int start = 0, end = 0;
        bool more = true, begins = true, blankBefore = true, any = false;
        while (more || start < end)
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n') + 1;
            if (length == 0 && more && end - start < buffer.Length)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
                int read = stream.Read(buffer, end, buffer.Length - end);
                end += read;
                more = read > 0;
                continue;
            }
            ReadOnlyMemory<byte> line = buffer.AsMemory(start, length > 0 ? length : end - start);
            if (begins && blankBefore && IsSeparator(line.Span))
            {
                if (any)
                    yield return Take(mail, maxBytes);
                any = true;
            }
            else if (mail.Length <= maxBytes)
            {
                any |= !line.Span.Trim("\r\n "u8).IsEmpty;
                mail.Write(begins && IsQuotedFrom(line.Span) ? line.Span[1..] : line.Span);
            }
            blankBefore = begins && line.Span.Trim("\r\n"u8).IsEmpty;
            begins = length > 0;
            start += line.Length;
        }
        if (any)
            yield return Take(mail, maxBytes);
    }

    private static bool IsQuotedFrom(ReadOnlySpan<byte> line) => line.Length > 5 && line[0] == '>' && line.TrimStart((byte)'>').StartsWith("From "u8);

    private static byte[]? Take(MemoryStream mail, int maxBytes)
    {
        byte[]? content = mail.Length <= maxBytes ? mail.ToArray() : null;
        mail.SetLength(0);
        return content;
    }
}

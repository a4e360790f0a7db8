namespace Hone.Core.Documents;

/// <summary>One line of a JSON Lines file. The bytes are the reader's own and hold until the next line is asked for.</summary>
public readonly record struct JsonLine(string Path, int Number, ReadOnlyMemory<byte> Utf8)
{
    /// <summary>An error that names this line.</summary>
    public UserError Error(string problem, Exception? inner = null) => new($"{Path}:{Number}: {problem}", "Every line must be one JSON object.", inner);
}

/// <summary>Lines of a .jsonl or .jsonl.gz file without taking more memory than its longest line; blank lines are skipped.</summary>
public static class JsonLineReader
{
    public const int MaxLineBytes = 64 << 20;

    public static IEnumerable<JsonLine> Read(string path, int maxLineBytes = MaxLineBytes, long maxBytes = InputFile.MaxDecompressedBytes)
    {
        using Stream stream = InputFile.Open(path, maxBytes);
        var buffer = new byte[1 << 16];
        int start = 0, end = 0, number = 0;
        while (true)
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length < 0)
            {
                (buffer, end) = MakeRoom(buffer, start, end);
                start = 0;
                if (end == buffer.Length || end > maxLineBytes)
                    throw new UserError($"{path}:{number + 1}: a line longer than {maxLineBytes >> 20} MiB", "Is this a JSON Lines file? One object a line is expected.");
                int read = ReadInto(stream, buffer, end, path);
                end += read;
                if (read > 0)
                    continue;
                length = end;
            }
            number++;
            bool last = start + length == end;
            ReadOnlyMemory<byte> line = Trim(buffer.AsMemory(start, length), first: number == 1);
            if (!line.IsEmpty)
                yield return new JsonLine(path, number, line);
            if (last)
                yield break;
            start += length + 1;
        }

        (byte[] Buffer, int End) MakeRoom(byte[] old, int from, int to)
        {
            int used = to - from;
            byte[] room = used * 2 > old.Length && old.Length <= maxLineBytes ? new byte[old.Length * 2] : old;
            old.AsSpan(from, used).CopyTo(room);
            return (room, used);
        }
    }

    private static int ReadInto(Stream stream, byte[] buffer, int at, string path)
    {
        try
        {
            return stream.Read(buffer, at, buffer.Length - at);
        }
        catch (IOException e)
        {
            throw new UserError($"{path}: cannot be read: {e.Message}", null, e);
        }
    }

    internal static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line, bool first)
    {
        if (first && line.Span.StartsWith("\uFEFF"u8))
            line = line[3..];
        return line.Trim(" \t\r"u8);
    }
}

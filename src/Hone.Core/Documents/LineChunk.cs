namespace Hone.Core.Documents;

/// <summary>So many whole lines of a file, in memory of their own: can be read on any thread.</summary>
public sealed record LineChunk(string Path, int FirstLine, ReadOnlyMemory<byte> Utf8)
{
    public const int TargetBytes = 1 << 20;

    /// <summary>The file in chunks of about <see cref="TargetBytes"/>, more only where one line is longer.</summary>
    public static IEnumerable<LineChunk> Read(string path, int targetBytes = TargetBytes, long maxBytes = InputFile.MaxDecompressedBytes)
    {
        using Stream stream = InputFile.Open(path, maxBytes);
        byte[] rest = [];
        for (int line = 1; ;)
        {
            byte[] buffer = new byte[rest.Length + targetBytes];
            rest.CopyTo(buffer, 0);
            int end = rest.Length + Fill(stream, buffer.AsSpan(rest.Length), path);
            bool last = end < buffer.Length;
            int cut = last ? end : buffer.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            if (cut == 0 && end > JsonLineReader.MaxLineBytes)
                throw new UserError($"{path}:{line}: a line longer than {JsonLineReader.MaxLineBytes >> 20} MiB", "Is this file made of lines?");
            rest = buffer[cut..end];
            if (cut > 0)
            {
                yield return new LineChunk(path, line, buffer.AsMemory(0, cut));
                line += buffer.AsSpan(0, cut).Count((byte)'\n');
            }
            if (last)
                yield break;
        }
    }

    /// <summary>The lines that are not blank, without white space around them.</summary>
    public IEnumerable<JsonLine> Lines()
    {
        int number = FirstLine;
        for (int start = 0; start < Utf8.Length; number++)
        {
            int length = Utf8.Span[start..].IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = JsonLineReader.Trim(length < 0 ? Utf8[start..] : Utf8.Slice(start, length), first: number == 1);
            if (!line.IsEmpty)
                yield return new JsonLine(Path, number, line);
            start += length < 0 ? Utf8.Length - start : length + 1;
        }
    }

    private static int Fill(Stream stream, Span<byte> buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (IOException e)
        {
            throw new UserError($"{path}: cannot be read: {e.Message}", null, e);
        }
    }
}

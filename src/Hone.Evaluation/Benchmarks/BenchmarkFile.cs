using System.Buffers;
using System.Text;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Evaluation.Benchmarks;

/// <summary>Reads a benchmark's text files: bounded, strict UTF-8, with errors that name file and line.</summary>
internal static class BenchmarkFile
{
    // The largest set known to us is 10 MB; ten times that is a wrong file, not a benchmark.
    private const int MostBytes = 100 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string ReadText(string path)
    {
        var bytes = InputFile.ReadAll(path, MostBytes);
        try
        {
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new UserError($"{path}:{LineOfFirstWrongByte(bytes)}: not UTF-8 text", "Save the file as UTF-8.", e);
        }
    }

    private static int LineOfFirstWrongByte(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
        {
            line += rune.Value == '\n' ? 1 : 0;
            bytes = bytes[length..];
        }
        return line;
    }

    public static UserError Wrong(string path, int line, string problem, string? hint = null) =>
        new($"{path}:{line}: {problem}", hint);

    /// <summary>Index of a gold letter, or -1: publishers write "B", "b" and " B ".</summary>
    public static int GoldIndex(string letter, int choices)
    {
        var text = letter.Trim();
        if (text.Length != 1)
            return -1;
        var index = char.ToUpperInvariant(text[0]) - 'A';
        return index >= 0 && index < choices ? index : -1;
    }
}

using System.Buffers;
using System.Text;

namespace Hone.Corpus.Cleaning;

/// <summary>
/// Undoes UTF-8 that was read as Windows-1252 or Latin-1, also twice over ("donâ€™t", "cafÃ©"). The reasoning is ftfy's (R. Speer,
/// "ftfy: fixes text for you"), the rules are our own: a line is repaired only if every character beyond ASCII in it belongs to a
/// well-formed UTF-8 sequence, and one of them hardly comes about by chance. A line that also holds a right character was written
/// that way. Fenced and inline code is left alone: payloads carry such bytes on purpose.
/// </summary>
internal static class EncodingRepair
{
    private const int MostTimes = 3;

    /// <summary>What the bytes 0x80 to 0x9F stand for in Windows-1252; five have no character and stay control characters.</summary>
    private const string Windows = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>Characters that first bytes of UTF-8 sequences look like; without one there is nothing to do.</summary>
    private static readonly SearchValues<char> FirstBytes = SearchValues.Create([.. Enumerable.Range(0xC2, 0xF4 - 0xC2 + 1).Select(c => (char)c)]);

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Repair(string text)
    {
        if (!text.AsSpan().ContainsAny(FirstBytes))
            return text;
        var lines = new ProseLines(text);
        bool trust = false;
        foreach (Range line in lines.Prose)
            trust |= Read(text.AsSpan()[line]) is { Certain: true };
        return trust ? lines.Replace(line => Repair(line)) : text;
    }

    private static string? Repair(ReadOnlySpan<char> line)
    {
        string? repaired = null;
        for (int time = 0; time < MostTimes; time++)
        {
            if (Read(repaired is null ? line : repaired) is not { } reading)
                break;
            repaired = reading.Text;
        }
        // Bytes of something else can be well-formed too, but then they give controls or private characters.
        return repaired is null || repaired.AsSpan().ContainsAnyInRange('\u0080', '\u009F') || repaired.AsSpan().ContainsAnyInRange('\uE000', '\uF8FF') ? null : repaired;
    }

    /// <summary>The line as it was meant, or null where one character of it cannot be such a byte.</summary>
    private static Reading? Read(ReadOnlySpan<char> line)
    {
        if (!line.ContainsAny(FirstBytes) || line.Contains('`'))
            return null;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(line.Length);
        try
        {
            for (int i = 0; i < line.Length; i++)
            {
                int b = ByteOf(line[i], i >= 2 && line[i - 2] == '\u00E2' && line[i - 1] == '\u20AC');
                if (b < 0)
                    return null;
                bytes[i] = (byte)b;
            }
            ReadOnlySpan<byte> utf8 = bytes.AsSpan(0, line.Length);
            string text = Strict.GetString(utf8);
            return new Reading(text, IsCertain(utf8));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <param name="afterQuote">A closing quotation mark loses its last byte, which has no character in Windows-1252.</param>
    private static int ByteOf(char c, bool afterQuote)
    {
        if (c <= '\u00FF')
            return c;
        if (c == '\uFFFD' && afterQuote)
            return 0x9D;
        int at = Windows.IndexOf(c, StringComparison.Ordinal);
        return at < 0 ? -1 : 0x80 + at;
    }

    /// <summary>
    /// Three bytes or more; or a letter of western Europe whose second character is a sign nobody writes after "Ã" or "Â"; or three
    /// sequences in a row, as Cyrillic and Greek have. Two characters such as "Ü–" are left to the rest of the document.
    /// </summary>
    private static bool IsCertain(ReadOnlySpan<byte> utf8)
    {
        int row = 0;
        for (int i = 0; i < utf8.Length;)
        {
            byte first = utf8[i];
            int length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            row = length == 1 ? 0 : row + 1;
            if (length > 2 || row == 3 || (first is 0xC2 or 0xC3 && utf8[i + 1] is >= 0xA0 and <= 0xBF))
                return true;
            i += length;
        }
        return false;
    }

    private sealed record Reading(string Text, bool Certain);
}

using System.Text;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Tests.Cleaning;

/// <summary>TextCleaner as it was first written, step by step: the oracle of the fast one.</summary>
internal static partial class PlainTextCleaner
{
    public static string Clean(string text)
    {
        string plain = text.Contains('\e') ? TerminalSequence().Replace(text, "") : text;
        return Core.Text.Nfc.Normalize(TrimLines(Filter(plain)));
    }

    private static StringBuilder Filter(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is >= ' ' and < '\x7f')
                kept.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                AppendPair(kept, c, text[++i]);
            else if (c == '\r')
                kept.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            else
                AppendOther(kept, c);
        }
        return kept;
    }

    private static void AppendOther(StringBuilder kept, char c)
    {
        if (c is '\n' or '\u0085' or '\u2028' or '\u2029' or '\f' or '\v')
            kept.Append('\n');
        else if (c == '\t')
            kept.Append(c);
        else if (c is '\u00A0' or '\u1680' or '\u202F' or '\u205F' or '\u3000' or (>= '\u2000' and <= '\u200A'))
            kept.Append(' ');
        else if (char.IsSurrogate(c))
            kept.Append('\uFFFD');
        else if (!char.IsControl(c) && !IsInvisible(c))
            kept.Append(c);
    }

    private static bool IsInvisible(char c) =>
        c is '\u00AD' or '\u180E' or '\u200B' or '\u200E' or '\u200F' or '\uFEFF' or '\uFFFE' or '\uFFFF'
        or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\uFFF9' and <= '\uFFFB');

    private static void AppendPair(StringBuilder kept, char high, char low)
    {
        if (char.ConvertToUtf32(high, low) is not (>= 0xE0000 and <= 0xE0FFF))
            kept.Append(high).Append(low);
    }

    private static string TrimLines(StringBuilder text)
    {
        var lines = new StringBuilder(text.Length);
        int blank = 0;
        foreach (ReadOnlySpan<char> line in text.ToString().AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.TrimEnd(" \t");
            if (trimmed.IsEmpty)
            {
                blank++;
                continue;
            }
            if (lines.Length > 0)
                lines.Append(blank > 0 ? "\n\n" : "\n");
            lines.Append(trimmed);
            blank = 0;
        }
        return lines.ToString();
    }

    [GeneratedRegex("\e(?:\\[[0-?]*[ -/]*[@-~]|\\][^\a\e]{0,4096}(?:\a|\e\\\\)|[@-Z\\\\-_])")]
    private static partial Regex TerminalSequence();
}

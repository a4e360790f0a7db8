using System.Globalization;
using System.Text;

namespace Hone.Corpus.Sources.Logs.Formats;

/// <summary>What every format does with text from a log: one line, bounded, nothing that could be taken for Markdown's headings.</summary>
internal static class LogText
{
    /// <summary>Command lines are told in full: Windows' own shell allows 8,191 characters.</summary>
    public const int MaxCharacters = 9000;

    public static string OneLine(ReadOnlySpan<char> text, int most = MaxCharacters)
    {
        text = text.Trim();
        string cut = text.Length > most ? string.Create(CultureInfo.InvariantCulture, $"{text[..most]} ... ({text.Length - most:N0} characters more)") : "";
        if (cut.Length > 0)
            text = cut;
        return text.ContainsAnyInRange('\0', '\x1f') ? Flat(text) : cut.Length > 0 ? cut : text.ToString();
    }

    /// <summary>Several lines that belong to one event.</summary>
    public static string? Block(string? text, int most = 4000)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        string trimmed = text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim('\n', '\r');
        return trimmed.Length > most ? string.Create(CultureInfo.InvariantCulture, $"{trimmed.AsSpan(0, most)}\n... ({trimmed.Length - most:N0} characters more)") : trimmed;
    }

    private static string Flat(ReadOnlySpan<char> text)
    {
        var flat = new StringBuilder(text.Length);
        foreach (char c in text)
            if (c >= ' ')
                flat.Append(c);
            else if (flat.Length > 0 && flat[^1] != ' ')
                flat.Append(' ');
        return flat.ToString();
    }
}

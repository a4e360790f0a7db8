using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Hone.Core.Text;

namespace Hone.Corpus.Cleaning;

/// <summary>
/// Makes text from anywhere plain and the same everywhere: form NFC, '\n' line ends, no control or invisible characters
/// (terminal colours, direction overrides, tag characters that hide instructions), no trailing spaces, one blank line at most.
/// Indentation, lists, headings and code stay as they are. Joiners stay: emoji and several scripts need them.
/// One pass that copies printable ASCII by the stretch; never longer than its input.
/// </summary>
internal static partial class TextCleaner
{
    public static string Clean(string text)
    {
        string plain = text.Contains('\e') ? TerminalSequence().Replace(text, "") : text;
        char[] buffer = ArrayPool<char>.Shared.Rent(plain.Length);
        var lines = new CleanLines(buffer);
        Filter(plain, ref lines);
        ReadOnlySpan<char> clean = lines.Text;
        string result = clean.SequenceEqual(text) ? text : clean.ToString();
        ArrayPool<char>.Shared.Return(buffer);
        return Ascii.IsValid(result) ? result : Nfc.Normalize(result);
    }

    private static void Filter(ReadOnlySpan<char> text, ref CleanLines lines)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int plain = text[i..].IndexOfAnyExceptInRange(' ', '~');
            if (plain < 0)
                plain = text.Length - i;
            if (plain > 0)
                lines.Append(text.Slice(i, plain));
            i += plain;
            if (i == text.Length)
                break;
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                AppendPair(ref lines, c, text[++i]);
            else if (c != '\r')
                AppendOther(ref lines, c);
            else if (i + 1 == text.Length || text[i + 1] != '\n')
                lines.EndLine();
        }
    }

    private static void AppendOther(ref CleanLines lines, char c)
    {
        if (c is '\n' or '\u0085' or '\u2028' or '\u2029' or '\f' or '\v')
            lines.EndLine();
        else if (c == '\t')
            lines.AppendBlank(c);
        else if (c is '\u00A0' or '\u1680' or '\u202F' or '\u205F' or '\u3000' or (>= '\u2000' and <= '\u200A'))
            lines.AppendBlank(' ');
        else if (char.IsSurrogate(c))
            lines.Append('\uFFFD');
        else if (!char.IsControl(c) && !IsInvisible(c))
            lines.Append(c);
    }

    private static bool IsInvisible(char c) =>
        c is '\u00AD' or '\u180E' or '\u200B' or '\u200E' or '\u200F' or '\uFEFF' or '\uFFFE' or '\uFFFF'
        or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\uFFF9' and <= '\uFFFB');

    private static void AppendPair(ref CleanLines lines, char high, char low)
    {
        // U+E0000 to U+E0FFF: tags and variation selectors, invisible and used to hide text.
        if (char.ConvertToUtf32(high, low) is >= 0xE0000 and <= 0xE0FFF)
            return;
        lines.Append(high);
        lines.Append(low);
    }

    /// <summary>Colours and cursor movements (CSI), and titles (OSC).</summary>
    [GeneratedRegex("\e(?:\\[[0-?]*[ -/]*[@-~]|\\][^\a\e]{0,4096}(?:\a|\e\\\\)|[@-Z\\\\-_])")]
    private static partial Regex TerminalSequence();

    /// <summary>Text under construction: spaces before a line's end and more than one blank line are taken back.</summary>
    private ref struct CleanLines(Span<char> buffer)
    {
        private readonly Span<char> _buffer = buffer;
        private int _length;

        /// <summary>Where the text ends that stays, come what may.</summary>
        private int _solid;
        private int _breaks;

        public readonly ReadOnlySpan<char> Text => _buffer[.._solid];

        public void Append(ReadOnlySpan<char> printable)
        {
            printable.CopyTo(_buffer[_length..]);
            int solid = printable.TrimEnd(' ').Length;
            if (solid > 0)
                (_solid, _breaks) = (_length + solid, 0);
            _length += printable.Length;
        }

        public void Append(char c)
        {
            _buffer[_length++] = c;
            (_solid, _breaks) = (_length, 0);
        }

        public void AppendBlank(char c) => _buffer[_length++] = c;

        public void EndLine()
        {
            _length = _solid;
            if (_solid == 0)
                return;
            _breaks = Math.Min(_breaks + 1, 2);
            _buffer.Slice(_solid, _breaks).Fill('\n');
            _length += _breaks;
        }
    }
}

// GPT-2's pattern, by hand:
//   's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
// A regular expression would need UTF-16, knows no characters beyond U+FFFF and is many times slower;
// the tests keep it as the oracle.
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hone.Core.Tokens.PreTokenizers;

internal sealed class Gpt2PreTokenizer : IPreTokenizer
{
    private enum Kind : byte { Letter, Number, Symbol, White }

    private static readonly Kind[] AsciiKinds = [.. Enumerable.Range(0, 128).Select(c => KindOf(new Rune(c)))];

    public int NextLength(ReadOnlySpan<byte> rest)
    {
        if (rest[0] == '\'')
        {
            int contraction = ContractionLength(rest);
            if (contraction > 0)
                return contraction;
        }
        if (rest[0] == ' ' && rest.Length > 1)
        {
            var following = KindAt(rest, 1, out int length);
            if (following != Kind.White)
                return RunEnd(rest, 1 + length, following);
        }
        var kind = KindAt(rest, 0, out int first);
        return kind == Kind.White ? WhiteLength(rest) : RunEnd(rest, first, kind);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static int ContractionLength(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= 2 && rest[1] is (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d')
            return 2;
        return rest.Length >= 3 && (rest[1], rest[2]) is ((byte)'r', (byte)'e') or ((byte)'v', (byte)'e') or ((byte)'l', (byte)'l') ? 3 : 0;
    }

    /// <summary>White space before a word gives its last character up, for the word to take it where it is a space.</summary>
    private static int WhiteLength(ReadOnlySpan<byte> rest)
    {
        int end = 0;
        int last = 0;
        while (end < rest.Length && KindAt(rest, end, out int length) == Kind.White)
        {
            last = end;
            end += length;
        }
        return end == rest.Length || last == 0 ? end : last;
    }

    private static int RunEnd(ReadOnlySpan<byte> rest, int position, Kind kind)
    {
        while (position < rest.Length && KindAt(rest, position, out int length) == kind)
            position += length;
        return position;
    }

    private static Kind KindAt(ReadOnlySpan<byte> rest, int position, out int length)
    {
        byte first = rest[position];
        if (first < 128)
        {
            length = 1;
            return AsciiKinds[first];
        }
        Rune.DecodeFromUtf8(rest[position..], out var rune, out length);
        return KindOf(rune);
    }

    private static Kind KindOf(Rune rune) => Rune.IsWhiteSpace(rune) ? Kind.White : Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
        _ => Kind.Symbol,
    };
}

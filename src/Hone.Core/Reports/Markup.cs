using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Hone.Core.Reports;

/// <summary>
/// HTML that is safe by construction: what is written in an interpolated string's literal parts is markup, what is put into
/// its holes is text and gets encoded. Documents and generated samples are hostile input; no caller can forget to encode.
/// </summary>
public readonly record struct Markup(string Html)
{
    public static Markup Empty { get; } = new("");

    public static Markup Of(ref MarkupHandler handler) => new(handler.ToHtml());

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Html)));

    public override string ToString() => Html;
}

/// <summary>Collects the parts of an interpolated string and encodes its holes; numbers are written invariantly.</summary>
[InterpolatedStringHandler]
public readonly ref struct MarkupHandler(int literalLength, int holes)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _html = new(literalLength + (holes * 16));

    public void AppendLiteral(string markup) => _html.Append(markup);

    public void AppendFormatted(Markup markup) => _html.Append(markup.Html);

    public void AppendFormatted(IEnumerable<Markup> parts)
    {
        foreach (var part in parts)
            _html.Append(part.Html);
    }

    public void AppendFormatted(string? text) => _html.Append(Encoder.Encode(Printable(text ?? "")));

    public void AppendFormatted<T>(T value, string? format = null) where T : struct, IFormattable =>
        _html.Append(Encoder.Encode(value.ToString(format, CultureInfo.InvariantCulture)));

    public string ToHtml() => _html.ToString();

    /// <summary>
    /// Characters that no HTML file may hold, and those that turn the reading direction so that text looks like other text
    /// ("Trojan Source", Boucher and Anderson 2021), become the replacement character.
    /// </summary>
    private static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(IsPrintable(rune.Value) ? rune.ToString() : "\uFFFD");
        return clean.ToString();
    }

    private static bool IsPrintable(int c) => c switch
    {
        '\n' or '\t' => true,
        < 0x20 or (>= 0x7F and < 0xA0) => false,
        (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C => false,
        (>= 0xFDD0 and <= 0xFDEF) or 0xFEFF => false,
        _ => (c & 0xFFFE) != 0xFFFE,
    };
}

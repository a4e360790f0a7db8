using System.Globalization;
using System.Text;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>strftime of C with English names; glibc's "%-d" for a number without its zero.</summary>
internal static class DateText
{
    public static string Format(RenderState state, DateTimeOffset date, string format)
    {
        // The longest directive writes about 24 characters for two.
        state.ChargeText(16L * format.Length);
        var text = new StringBuilder();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }
            bool bare = format[i + 1] is '-' && i + 2 < format.Length;
            i += bare ? 2 : 1;
            string? written = Directive(date, format[i]);
            if (bare && written is not null)
                written = written.TrimStart('0', ' ') is { Length: > 0 } trimmed ? trimmed : "0";
            text.Append(written ?? $"%{(bare ? "-" : "")}{format[i]}");
        }
        return text.ToString();
    }

    private static string? Directive(DateTimeOffset date, char directive) => directive switch
    {
        '%' => "%",
        'n' => "\n",
        't' => "\t",
        'p' => date.Hour < 12 ? "AM" : "PM",
        'e' => date.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'j' => date.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'u' => (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'w' => ((int)date.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        's' => date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'f' => date.ToString("ffffff", CultureInfo.InvariantCulture),
        'Z' or 'z' => "",
        'c' => date.ToString("ddd MMM ", CultureInfo.InvariantCulture) + Directive(date, 'e') + date.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture),
        _ => Pattern(directive) is { } pattern ? date.ToString(pattern, CultureInfo.InvariantCulture) : null,
    };

    private static string? Pattern(char directive) => directive switch
    {
        'Y' => "yyyy",
        'y' => "yy",
        'm' => "MM",
        'B' => "MMMM",
        'b' or 'h' => "MMM",
        'd' => "dd",
        'A' => "dddd",
        'a' => "ddd",
        'H' => "HH",
        'I' => "hh",
        'M' => "mm",
        'S' => "ss",
        'F' => "yyyy-MM-dd",
        'D' or 'x' => "MM/dd/yy",
        'T' or 'X' => "HH:mm:ss",
        'R' => "HH:mm",
        _ => null,
    };
}

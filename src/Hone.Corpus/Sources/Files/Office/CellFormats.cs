using System.Globalization;
using System.Text;
using System.Xml;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>How numbers in a workbook are shown: as dates, times, durations, percentages or numbers.</summary>
internal sealed class CellFormats
{
    private enum Form
    {
        Number,
        Date,
        Duration,
        Percent,
    }

    private readonly List<Form> _styles = [];

    public static CellFormats Read(OfficePackage package, string? part)
    {
        var formats = new CellFormats();
        var custom = new Dictionary<int, string>();
        using XmlReader? reader = package.Open(part);
        if (reader?.MoveToContent() != XmlNodeType.Element)
            return formats;
        foreach (string name in reader.Children())
            if (name == "numFmts")
            {
                foreach (string _ in reader.Children())
                    if (int.TryParse(reader.Attribute("numFmtId"), out int id))
                        custom[id] = reader.Attribute("formatCode") ?? "";
            }
            else if (name == "cellXfs")
            {
                foreach (string _ in reader.Children())
                    formats._styles.Add(int.TryParse(reader.Attribute("numFmtId"), out int id) ? FormOf(id, custom) : Form.Number);
            }
        return formats;
    }

    /// <summary>A stored number as the person sees it.</summary>
    public string Show(string value, int style, bool from1904)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            return value;
        Form form = style >= 0 && style < _styles.Count ? _styles[style] : Form.Number;
        return form switch
        {
            Form.Date when Date(number + (from1904 ? 1462 : 0), number) is { } date => date,
            Form.Duration when number is >= 0 and < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{(long)(Math.Round(number * 1440) / 60)}:{(long)Math.Round(number * 1440) % 60:00}"),
            Form.Percent => (number * 100).ToString("G12", CultureInfo.InvariantCulture) + "%",
            _ => Math.Abs(number) < 1e15 && !value.Contains('E', StringComparison.OrdinalIgnoreCase) && value.Length <= 15 ? value : number.ToString("G15", CultureInfo.InvariantCulture),
        };
    }

    private static string? Date(double serial, double stated)
    {
        if (serial is < 0 or > 2_958_465)
            return null;
        // The first 60 days count a 29th of February 1900 that never was.
        DateTime at = DateTime.UnixEpoch.AddDays(-25_569 + (serial < 60 ? 1 : 0)).AddSeconds(Math.Round(serial * 86_400));
        bool midnight = at.TimeOfDay == TimeSpan.Zero, day = stated >= 1 || midnight;
        return at.ToString(!day ? "HH:mm:ss" : midnight ? "yyyy-MM-dd" : at.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static Form FormOf(int id, Dictionary<int, string> custom) => id switch
    {
        9 or 10 => Form.Percent,
        46 => Form.Duration,
        (>= 14 and <= 22) or (>= 27 and <= 36) or 45 or 47 or (>= 50 and <= 58) => Form.Date,
        _ => custom.TryGetValue(id, out string? code) ? FormOf(code) : Form.Number,
    };

    /// <summary>By the letters of a format code outside quotes, escapes and brackets: "[$-409]d. mmm yyyy;@" is a date.</summary>
    private static Form FormOf(string code)
    {
        var letters = new StringBuilder();
        for (int i = 0; i < code.Length; i++)
        {
            char c = char.ToLowerInvariant(code[i]);
            if (c == ';')
                break;
            if (c is '\\' or '_' or '*')
                i++;
            else if (c is '"' or '[')
            {
                int end = code.IndexOf(c == '"' ? '"' : ']', i + 1);
                if (c == '[' && i + 1 < code.Length && char.ToLowerInvariant(code[i + 1]) is 'h' or 'm' or 's' && end <= i + 3)
                    return Form.Duration;
                i = end < 0 ? code.Length : end;
            }
            else
                letters.Append(c);
        }
        string plain = letters.ToString().Replace("general", "", StringComparison.Ordinal);
        return plain.Contains('%') ? Form.Percent : plain.AsSpan().IndexOfAny("dmyhs") >= 0 && plain.AsSpan().IndexOfAny("0#?") < 0 ? Form.Date
            : plain.AsSpan().IndexOfAny("dyh") >= 0 ? Form.Date : Form.Number;
    }
}

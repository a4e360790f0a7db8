using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Hone.Corpus.Sources.Files.Html;

/// <summary>
/// What the attributes of an element say of how it looks, and whether a person would see it. Text that nobody sees is how orders
/// to models, and words against spam filters, are put into pages and mails. Style sheets are not read.
/// </summary>
/// <param name="Colour">The text's, as red, green and blue; null where nothing states one.</param>
/// <param name="Ground">The ground's; null where it is not known, as under an image.</param>
internal readonly partial record struct HtmlLook(int? Colour, int? Ground)
{
    private const int White = 0xFFFFFF;
    private const int HardlyDifferent = 24;

    public static readonly HtmlLook Page = new(null, White);

    /// <summary>Text in the colour of its ground.</summary>
    public bool IsInvisible => Colour is { } colour && Ground is { } ground
        && Enumerable.Range(0, 3).All(i => Math.Abs(((colour >> (8 * i)) & 0xFF) - ((ground >> (8 * i)) & 0xFF)) < HardlyDifferent);

    /// <summary>The look of a child element of something that looks like this.</summary>
    public HtmlLook Inside(IElement element)
    {
        HtmlLook look = this;
        if (element.GetAttribute("color") is { } color && element.LocalName == "font")
            look = look with { Colour = ParseColour(color) };
        if (element.GetAttribute("bgcolor") is { } ground)
            look = look with { Ground = ParseColour(ground) };
        if (element.HasAttribute("background"))
            look = look with { Ground = null };
        if (element.GetAttribute("style") is { Length: > 0 } style)
            foreach ((string name, string value) in Declarations(style))
                if (name == "color")
                    look = look with { Colour = ParseColour(value) };
                else if (name is "background" or "background-color" or "background-image" && value is not ("transparent" or "inherit" or "none"))
                    look = look with { Ground = value.Contains("url(", StringComparison.Ordinal) || value.Contains("gradient", StringComparison.Ordinal) ? null : ParseColour(value.Split(' ')[0]) };
        return look;
    }

    public static bool IsHidden(IElement element)
    {
        if (element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true")
            return true;
        if (element.GetAttribute("style") is not { Length: > 0 } style)
            return false;
        bool clipped = false, flat = false, off = false, placed = false;
        foreach ((string name, string value) in Declarations(style))
        {
            if ((name == "display" && value == "none") || (name == "visibility" && value is "hidden" or "collapse") || (name == "mso-hide" && value == "all"))
                return true;
            if ((name == "opacity" && Number(value) is < 0.05) || (name == "font-size" && IsLength(value) && Number(value) is < 2.5 && !value.EndsWith("em", StringComparison.Ordinal) && !value.EndsWith('%')) || (name == "font-size" && Number(value) is 0))
                return true;
            clipped |= (name is "overflow" && value is "hidden" or "clip") || (name is "clip" or "clip-path");
            flat |= name is "width" or "height" or "max-height" or "max-width" && IsLength(value) && Number(value) is <= 1 && !value.EndsWith('%');
            placed |= name == "position" && value is "absolute" or "fixed";
            off |= name is "left" or "top" or "right" or "text-indent" or "margin-left" && Number(value) is <= -500;
        }
        return (clipped && flat) || (placed && clipped && style.Contains("rect(", StringComparison.OrdinalIgnoreCase)) || off;
    }

    private static IEnumerable<(string Name, string Value)> Declarations(string style)
    {
        foreach (string declaration in style.Length > 4_000 ? [] : style.Split(';'))
            if (declaration.Split(':', 2) is [var name, var value])
                yield return (name.Trim().ToLowerInvariant(), value.Replace("!important", "", StringComparison.OrdinalIgnoreCase).Trim().ToLowerInvariant());
    }

    private static bool IsLength(string value) => value.Length > 0 && (char.IsAsciiDigit(value[0]) || value[0] is '.' or '-') && !value.Contains("calc", StringComparison.Ordinal);

    private static double? Number(string value) =>
        LeadingNumber().Match(value) is { Success: true } match && double.TryParse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static int? ParseColour(string text)
    {
        string colour = text.Trim().ToLowerInvariant();
        if (HexColour().Match(colour) is { Success: true } hex)
        {
            string digits = hex.Groups[1].Value;
            digits = digits.Length >= 6 ? digits[..6] : string.Concat(digits.Take(3).Select(digit => new string(digit, 2)));
            return int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        if (colour.StartsWith("rgb", StringComparison.Ordinal) && Components().Matches(colour) is { Count: >= 3 } parts)
            return parts.Take(3).Aggregate(0, (sum, part) => (sum << 8) | Math.Min(255, int.Parse(part.Value, CultureInfo.InvariantCulture)));
        return colour switch
        {
            "white" => White,
            "snow" or "ghostwhite" or "ivory" or "floralwhite" or "mintcream" or "azure" => 0xFFFAFA,
            "whitesmoke" => 0xF5F5F5,
            "black" => 0,
            _ => null,
        };
    }

    [GeneratedRegex(@"^-?[0-9]{0,7}(?:\.[0-9]{1,7})?")]
    private static partial Regex LeadingNumber();

    [GeneratedRegex("^#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})$")]
    private static partial Regex HexColour();

    [GeneratedRegex("[0-9]{1,3}")]
    private static partial Regex Components();
}

// Reads a decimal number as the JSON library of Hugging Face's tokenizers does: as many digits as a 64-bit integer holds, scaled by one division or
// multiplication. The result may be one unit in the last place beside the nearest double, and of two ways to cut a word that score alike to
// within that, the sums decide which one is taken.
using System.Globalization;

namespace Hone.Core.Tokens.Files;

internal static class ScoreReader
{
    private const int HighestPower = 308;

    private static readonly double[] _powers = [.. Enumerable.Range(0, HighestPower + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    /// <summary>The number, which is valid JSON, or null where it is beyond all doubles.</summary>
    public static double? Read(string text)
    {
        bool negative = text[0] == '-';
        int at = negative ? 1 : 0;
        ulong digits = 0;
        int exponent = 0;
        bool full = false;
        bool fraction = false;
        for (; at < text.Length && text[at] is not ('e' or 'E'); at++)
        {
            if (text[at] == '.')
            {
                fraction = true;
                continue;
            }
            uint digit = (uint)(text[at] - '0');
            full |= digits > (ulong.MaxValue - digit) / 10;
            if (!full)
                digits = digits * 10 + digit;
            // A digit that found no room still counts as a place before the point.
            exponent += full ? fraction ? 0 : 1 : fraction ? -1 : 0;
        }
        double value = Scale(digits, exponent + (at < text.Length ? ReadExponent(text.AsSpan(at + 1)) : 0));
        return double.IsFinite(value) ? negative ? -value : value : null;
    }

    /// <summary>Exponents too long to read are beyond all doubles, on either side.</summary>
    private static int ReadExponent(ReadOnlySpan<char> text)
    {
        const int Beyond = 1 << 29;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent))
            return Math.Clamp(exponent, -Beyond, Beyond);
        return text[0] == '-' ? -Beyond : Beyond;
    }

    private static double Scale(ulong digits, int exponent)
    {
        double value = digits;
        for (; exponent < -HighestPower && value != 0; exponent += HighestPower)
            value /= _powers[HighestPower];
        if (value == 0)
            return value;
        if (exponent > HighestPower)
            return double.PositiveInfinity;
        return exponent >= 0 ? value * _powers[exponent] : value / _powers[-exponent];
    }
}

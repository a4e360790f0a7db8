using System.Globalization;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>
/// Whole numbers from one to another by their digits: numbers of one length share a prefix with a bound and then leave it, upwards or
/// downwards, after which any digits may follow.
/// </summary>
internal static class IntegerRange
{
    public static Pattern Make(long least, long most)
    {
        var choices = new List<Pattern>();
        if (least < 0)
            choices.AddRange(Unsigned(Math.Max(1, -most), -least).Select(number => Pattern.Then(Pattern.Text("-"), number)));
        if (most >= 0)
            choices.AddRange(Unsigned(Math.Max(0, least), most));
        return Pattern.OneOf(choices);
    }

    private static IEnumerable<Pattern> Unsigned(long least, long most)
    {
        while (least <= most)
        {
            string from = least.ToString(CultureInfo.InvariantCulture);
            // The largest number with as many digits.
            long last = from.Length >= 18 ? most : Math.Min(most, (long)Math.Pow(10, from.Length) - 1);
            yield return Between(from, last.ToString(CultureInfo.InvariantCulture));
            least = last + 1;
        }
    }

    /// <summary>Digits from one number to another of the same length.</summary>
    private static Pattern Between(string from, string to)
    {
        if (from.Length == 0)
            return Pattern.Nothing;
        if (from[0] == to[0])
            return Pattern.Then(Pattern.Text(from[..1]), Between(from[1..], to[1..]));
        var choices = new List<Pattern> { Pattern.Then(Pattern.Text(from[..1]), AtLeast(from[1..])), Pattern.Then(Pattern.Text(to[..1]), AtMost(to[1..])) };
        if (to[0] - from[0] > 1)
            choices.Add(Pattern.Then(Digit(from[0] + 1, to[0] - 1), Digits(from.Length - 1)));
        return Pattern.OneOf(choices);
    }

    private static Pattern AtLeast(string from) => from.All(digit => digit == '0') ? Digits(from.Length) : Between(from, new string('9', from.Length));

    private static Pattern AtMost(string to) => to.All(digit => digit == '9') ? Digits(to.Length) : Between(new string('0', to.Length), to);

    private static Pattern.Repeat Digits(int count) => new(Digit('0', '9'), count, count);

    private static Pattern.OneCharacter Digit(int first, int last) => new(CharacterSet.Of((first, last)));
}

using System.Globalization;

namespace Hone.Corpus.Sources.Logs.Formats;

/// <summary>
/// Reads the time at the beginning of a line, in the ways logs write it: ISO 8601 and its relatives, syslog's and C's month names,
/// web servers' 10/Oct/2000:13:55:36, seconds since 1970. By hand: this runs on every line.
/// </summary>
internal static class LogClock
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>The time and how many characters it takes, brackets and the colon or comma behind it included; 0 where there is none.</summary>
    public static int Read(ReadOnlySpan<char> text, out LogTime time, out string order)
    {
        time = LogTime.None;
        order = "";
        int at = 0;
        while (at < text.Length && text[at] is '[' or ' ' or '(')
            at++;
        int start = at;
        if (start > 4 || !(ReadDate(text, ref at, out string date) && ReadClock(text, ref at, out time, date) || ReadSeconds(text, at = start, out at, out time)))
            return 0;
        if (time.Dated)
            order = text[start..at].ToString();
        ReadYearBehind(text, ref at, ref time);
        while (at < text.Length && text[at] is ']' or ')' or ',' or ':' or '|')
            at++;
        return at;
    }

    /// <summary>A value that is a time as a whole: ISO 8601, or seconds, milli- or microseconds since 1970.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LogTime time)
    {
        int length = Read(text, out time, out _);
        return length > 0 && text[length..].Trim().Length <= 6;
    }

    public static LogTime FromSeconds(double seconds)
    {
        if (seconds is > 1e11 and < 1e14)
            seconds /= 1000;
        else if (seconds >= 1e14)
            seconds /= 1e6;
        if (seconds is not (> 1e8 and < 8e9))
            return LogTime.None;
        DateTime time = DateTime.UnixEpoch.AddSeconds(Math.Floor(seconds));
        return new LogTime(time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), time.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
    }

    private static bool ReadDate(ReadOnlySpan<char> text, ref int at, out string date)
    {
        date = "";
        if (at < text.Length && char.IsAsciiLetter(text[at]))
            return ReadNamedDate(text, ref at, out date);
        int first = Digits(text, at);
        if (first is 6 or 8 && at + first < text.Length && text[at + first] is ' ' or '-' or 'T')
        {
            ReadOnlySpan<char> packed = text.Slice(at, first);
            date = first == 8 ? $"{packed[..4]}-{packed[4..6]}-{packed[6..]}" : $"20{packed[..2]}-{packed[2..4]}-{packed[4..]}";
            at += first;
            return IsDate(date);
        }
        if (first is not (4 or 2) || at + first + 2 >= text.Length || text[at + first] is not ('-' or '/' or '.'))
            return false;
        ReadOnlySpan<char> head = text.Slice(at, first);
        int next = at + first + 1;
        if (first == 2 && Month(text[next..]) is > 0 and int month)
            return ReadWebDate(text, head, month, next, ref at, out date);
        int second = Digits(text, next);
        if (second is not (1 or 2))
            return false;
        ReadOnlySpan<char> middle = text.Slice(next, second);
        next += second;
        if (next < text.Length && text[next] is '-' or '/' or '.' && Digits(text, next + 1) is 1 or 2 or 4)
        {
            int third = Digits(text, next + 1);
            ReadOnlySpan<char> last = text.Slice(next + 1, third);
            date = third == 4 ? $"{last}-{Two(head)}-{Two(middle)}" : $"{(first == 4 ? "" : "20")}{head}-{Two(middle)}-{Two(last)}";
            at = next + 1 + third;
            return IsDate(date) || (third == 4 && IsDate(date = $"{last}-{Two(middle)}-{Two(head)}"));
        }
        date = $"{head}-{middle}";
        at = next;
        return first == 2;
    }

    /// <summary>"Dec 10", "Sun Dec 04", "Dec 10 2024".</summary>
    private static bool ReadNamedDate(ReadOnlySpan<char> text, ref int at, out string date)
    {
        date = "";
        int month = Month(text[at..]);
        if (month == 0 && at + 4 < text.Length && text[at + 3] is ' ' or ',')
        {
            at += text[at + 3] == ',' ? 5 : 4;
            month = at < text.Length ? Month(text[at..]) : 0;
        }
        if (month == 0 || at + 4 >= text.Length || text[at + 3] != ' ')
            return false;
        ReadOnlySpan<char> name = text.Slice(at, 3);
        at += 3;
        while (at < text.Length && text[at] == ' ')
            at++;
        int digits = Digits(text, at);
        if (digits is not (1 or 2))
            return false;
        ReadOnlySpan<char> day = text.Slice(at, digits);
        at += digits;
        if (at + 6 < text.Length && text[at] is ' ' && Digits(text, at + 1) == 4)
        {
            date = $"{text.Slice(at + 1, 4)}-{month:00}-{Two(day)}";
            at += 5;
            return IsDate(date);
        }
        date = $"{name} {day}";
        return true;
    }

    /// <summary>"10/Oct/2000:".</summary>
    private static bool ReadWebDate(ReadOnlySpan<char> text, ReadOnlySpan<char> day, int month, int next, ref int at, out string date)
    {
        date = "";
        if (next + 8 >= text.Length || Digits(text, next + 4) != 4)
            return false;
        date = $"{text.Slice(next + 4, 4)}-{month:00}-{day}";
        at = next + 8;
        return IsDate(date);
    }

    private static bool ReadClock(ReadOnlySpan<char> text, ref int at, out LogTime time, string date)
    {
        time = LogTime.None;
        while (at < text.Length && text[at] is ' ' or 'T' or ':' or '-')
            at++;
        if (Digits(text, at) == 6 && at + 6 < text.Length && text[at + 6] is ' ')
        {
            time = new LogTime(date, $"{text.Slice(at, 2)}:{text.Slice(at + 2, 2)}:{text.Slice(at + 4, 2)}");
            at += 6;
            return true;
        }
        int hour = Digits(text, at), minute = Colon(text, at + hour), second = Colon(text, at + hour + 1 + minute);
        if (hour is not (1 or 2) || minute is not (1 or 2) || second is not (1 or 2))
            return false;
        time = new LogTime(date, $"{Two(text.Slice(at, hour))}:{Two(text.Slice(at + hour + 1, minute))}:{Two(text.Slice(at + hour + minute + 2, second))}");
        at += hour + minute + second + 2;
        if (at + 1 < text.Length && text[at] is '.' or ',' or ':' && Digits(text, at + 1) is > 0 and var fraction)
            at += 1 + fraction;
        ReadZone(text, ref at);
        return true;
    }

    private static void ReadZone(ReadOnlySpan<char> text, ref int at)
    {
        if (at < text.Length && text[at] == 'Z')
            at++;
        int sign = at < text.Length && text[at] == ' ' ? at + 1 : at;
        if (sign + 4 < text.Length && text[sign] is '+' or '-' && (Digits(text, sign + 1) == 4 || (Digits(text, sign + 1) == 2 && text[sign + 3] == ':')))
            at = Math.Min(text.Length, sign + (text[sign + 3] == ':' ? 6 : 5));
    }

    /// <summary>C's "Sun Dec 04 04:47:44 2005".</summary>
    private static void ReadYearBehind(ReadOnlySpan<char> text, ref int at, ref LogTime time)
    {
        if (time.Dated || time.Date.Length is not (5 or 6) || at + 4 >= text.Length || text[at] != ' ' || Digits(text, at + 1) != 4 || text[at + 1] is not ('1' or '2') || Month(time.Date) is not (> 0 and var month))
            return;
        if (at + 5 < text.Length && text[at + 5] is not (']' or ' ' or ':'))
            return;
        time = time with { Date = $"{text.Slice(at + 1, 4)}-{month:00}-{Two(time.Date.AsSpan(4))}" };
        at += 5;
    }

    /// <summary>Ten digits, with a fraction or without.</summary>
    private static bool ReadSeconds(ReadOnlySpan<char> text, int start, out int at, out LogTime time)
    {
        at = start;
        time = LogTime.None;
        int digits = Digits(text, at);
        if (digits is not (10 or 13))
            return false;
        time = FromSeconds(double.Parse(text.Slice(at, digits), CultureInfo.InvariantCulture));
        at += digits;
        if (at + 1 < text.Length && text[at] == '.' && Digits(text, at + 1) is > 0 and var fraction)
            at += 1 + fraction;
        return time.Known && (at == text.Length || text[at] is ' ' or '\t' or ']' or ',' or '|');
    }

    private static int Digits(ReadOnlySpan<char> text, int at)
    {
        int length = 0;
        while (at + length < text.Length && char.IsAsciiDigit(text[at + length]))
            length++;
        return length;
    }

    /// <summary>Digits behind a colon or, in IBM's logs, a full stop.</summary>
    private static int Colon(ReadOnlySpan<char> text, int at) => at < text.Length && text[at] is ':' or '.' ? Digits(text, at + 1) : 0;

    private static int Month(ReadOnlySpan<char> text)
    {
        if (text.Length < 3)
            return 0;
        int found = Months.AsSpan().IndexOf(text[..3], StringComparison.Ordinal);
        return found % 3 == 0 ? found / 3 + 1 : 0;
    }

    private static bool IsDate(string date) =>
        date.Length == 10 && int.Parse(date.AsSpan(0, 4), CultureInfo.InvariantCulture) is > 1970 and < 2200
        && int.Parse(date.AsSpan(5, 2), CultureInfo.InvariantCulture) is > 0 and < 13 && int.Parse(date.AsSpan(8, 2), CultureInfo.InvariantCulture) is > 0 and < 32;

    private static string Two(ReadOnlySpan<char> digits) => digits.Length == 1 ? $"0{digits}" : digits.ToString();
}

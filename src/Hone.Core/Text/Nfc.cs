using System.Text;

namespace Hone.Core.Text;

/// <summary>Unicode normalisation form C of strings. Only stretches that need it are worked on; the rest is copied.</summary>
public static class Nfc
{
    public static string Normalize(string text)
    {
        int work = NextWork(text, 0);
        if (work < 0)
            return text;
        var normalised = new StringBuilder(text.Length);
        int copied = 0;
        for (; work >= 0; work = NextWork(text, copied))
        {
            // The character before may be what the first one joins.
            int start = work > copied ? work - (work - 1 > copied && char.IsSurrogatePair(text[work - 2], text[work - 1]) ? 2 : 1) : work;
            normalised.Append(text, copied, start - copied);
            copied = EndOfWork(text, work);
            List<FormedPoint> points = Points(text.AsSpan(start, copied - start));
            foreach (FormedPoint point in NormalForms.Current.Apply(NormalForm.C, points))
                normalised.Append(new Rune(point.Value).ToString());
        }
        return normalised.Append(text, copied, text.Length - copied).ToString();
    }

    private static int NextWork(string text, int from)
    {
        while (true)
        {
            int beyond = text.AsSpan(from).IndexOfAnyExceptInRange('\0', '\x7f');
            if (beyond < 0)
                return -1;
            from += beyond;
            Rune.DecodeFromUtf16(text.AsSpan(from), out Rune rune, out int units);
            if (NormalForms.Current.NeedsWork(NormalForm.C, rune.Value))
                return from;
            from += units;
        }
    }

    private static int EndOfWork(string text, int from)
    {
        while (from < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(from), out Rune rune, out int units);
            if (!NormalForms.Current.NeedsWork(NormalForm.C, rune.Value))
                break;
            from += units;
        }
        return from;
    }

    private static List<FormedPoint> Points(ReadOnlySpan<char> text)
    {
        var points = new List<FormedPoint>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            points.Add(new FormedPoint(rune.Value, 0, 0));
        return points;
    }
}

using System.Globalization;
using System.Text;

namespace Hone.Corpus.Sources.Logs.Telling;

/// <summary>An encoded command stands in every event of the process that ran it. A document tells it once; from then on its beginning stands for it.</summary>
internal static class LongWords
{
    private const int Long = 200;
    private const int Shown = 48;

    public static string Shorten(string text, HashSet<string> known)
    {
        if (text.Length < Long)
            return text;
        StringBuilder? shorter = null;
        int copied = 0;
        for (int start = 0; start < text.Length;)
        {
            int space = text.IndexOf(' ', start);
            int end = space < 0 ? text.Length : space;
            if (end - start >= Long && !known.Add(text[start..end]))
            {
                shorter ??= new StringBuilder();
                shorter.Append(text, copied, start + Shown - copied).Append(CultureInfo.InvariantCulture, $"... (as above, {end - start:N0} characters)");
                copied = end;
            }
            start = end + 1;
        }
        return shorter is null ? text : shorter.Append(text, copied, text.Length - copied).ToString();
    }
}

using System.Text;

namespace Hone.Corpus.Sources.Files.Mail;

/// <summary>Text whose long lines were parted for sending (RFC 3676, format=flowed): a line that ends with a space goes on.</summary>
internal static class FlowedText
{
    public static string Join(string text, bool deleteSpace)
    {
        var joined = new StringBuilder(text.Length);
        int depth = -1;
        bool flows = false;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int quotes = line.IndexOfAnyExcept('>');
            quotes = quotes < 0 ? line.Length : quotes;
            ReadOnlySpan<char> words = line[quotes..];
            if (words.StartsWith(" "))
                words = words[1..]; // stuffed, so that it does not look like a quote or "From "
            if (!flows || quotes != depth)
                joined.Append(depth < 0 ? "" : "\n").Append('>', quotes).Append(quotes > 0 ? " " : "");
            flows = words.EndsWith(" ") && words is not "-- ";
            joined.Append(flows && deleteSpace ? words[..^1] : words);
            depth = quotes;
        }
        return joined.ToString();
    }
}

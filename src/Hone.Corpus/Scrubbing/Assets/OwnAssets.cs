using System.Net;
using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.Assets;

/// <summary>What the team lists as its own: domains with all below them, machines, accounts, people, and ranges of addresses.</summary>
internal sealed class OwnAssets
{
    private static readonly CharacterSet _host = new(CharacterSet.DigitText + CharacterSet.UpperText + CharacterSet.LowerText + ".-_");
    private static readonly CharacterSet _address = new(CharacterSet.DigitText + "abcdefABCDEF:.");

    private readonly List<IPNetwork> _ranges;

    public OwnAssets(ScrubSpec spec)
    {
        _ranges = [.. spec.Ranges.Select(Range)];
        HasRanges = _ranges.Count > 0;
    }

    public bool HasRanges { get; }

    private static IPNetwork Range(string text) =>
        IPNetwork.TryParse(text, out IPNetwork network) ? network : new IPNetwork(IPAddress.Parse(text), text.Contains(':', StringComparison.Ordinal) ? 128 : 32);

    /// <summary>A domain of the team at [start, end): with the labels before it, in whatever it stands (address, mail, log).</summary>
    public static void Domain(Scan scan, int start, int end)
    {
        if (char.IsLetterOrDigit(scan.At(end)) || (scan.At(end) is '-' or '_' or '.' && char.IsLetterOrDigit(scan.At(end + 1))) || (start > 0 && (char.IsLetterOrDigit(scan.At(start - 1)) || scan.At(start - 1) is '-' or '_')))
            return;
        int from = scan.At(start - 1) == '.' ? scan.RunStart(start, _host, 200) : start;
        while (from < start && scan.At(from) is '.' or '-')
            from++;
        scan.Add(from, end, ScrubKind.Domain, "own");
    }

    public static void Word(Scan scan, int start, int end, ScrubKind kind)
    {
        if (scan.StartsWord(start) && scan.EndsWord(end))
            scan.Add(start, end, kind, "own");
    }

    /// <summary>At a digit or a colon: an address, if it lies in a range.</summary>
    public void Address(Scan scan, int start)
    {
        char left = scan.At(start - 1);
        if (char.IsLetterOrDigit(left) || left is '.' or ':' or '_')
            return;
        int end = scan.RunEnd(start, _address, 45);
        while (end > start && scan.At(end - 1) is '.' or ':')
            end--;
        ReadOnlySpan<char> text = scan.Slice(start, end);
        int colon = text.IndexOf(':');
        if (colon > 0 && text[..colon].Contains('.'))
        {
            end = start + colon;
            text = text[..colon];
        }
        if (text.Length < 3 || !(text.Count('.') == 3 || text.Count(':') >= 2) || char.IsLetterOrDigit(scan.At(end)) || !IPAddress.TryParse(text, out IPAddress? address))
            return;
        foreach (IPNetwork range in _ranges)
            if (range.BaseAddress.AddressFamily == address.AddressFamily && range.Contains(address))
            {
                scan.Add(start, end, ScrubKind.Ip, "own");
                return;
            }
    }
}

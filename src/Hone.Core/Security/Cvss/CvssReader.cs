namespace Hone.Core.Security.Cvss;

/// <summary>
/// Reads a vector string as its version has it: names and values by exact case, every base metric once, none twice, nothing unknown.
/// More than the specifications it takes a vector without prefix (the version follows from the metrics) and NVD's old CVSS 2 ones in parentheses.
/// </summary>
internal static class CvssReader
{
    private const string Label = "CVSS:";

    public static CvssFault Read(ReadOnlySpan<char> text, out CvssVersion version, out CvssValues values)
    {
        version = CvssVersion.V31;
        values = default;
        int start = 0, end = text.Length;
        if (text.StartsWith(Label, StringComparison.Ordinal))
        {
            int slash = text.IndexOf('/');
            start = slash < 0 ? end : slash + 1;
            if (!Known(text[Label.Length..(slash < 0 ? end : slash)], out version))
                return new CvssFault(CvssFaultKind.UnknownVersion, 0, slash < 0 ? end : slash);
        }
        else
        {
            bool enclosed = text is ['(', .., ')'];
            (start, end) = enclosed ? (1, end - 1) : (0, end);
            version = Guess(text[start..end]);
            if (enclosed && version != CvssVersion.V20)
                return new CvssFault(CvssFaultKind.Parenthesis);
        }
        return start == end ? new CvssFault(CvssFaultKind.Empty) : Read(text[..end], start, CvssMetricSet.Of(version), out values);
    }

    private static CvssFault Read(ReadOnlySpan<char> text, int start, CvssMetricSet set, out CvssValues values)
    {
        values = default;
        uint seen = 0;
        // Ends early on a text of any length: there are only so many metrics, and none may come twice.
        for (int next = 0; start <= text.Length;)
        {
            int slash = text[start..].IndexOf('/'), length = slash < 0 ? text.Length - start : slash;
            ReadOnlySpan<char> part = text.Slice(start, length);
            int colon = part.IndexOf(':');
            if (colon < 0)
                return new CvssFault(CvssFaultKind.NotAPair, start, length);
            int metric = set.Find(part[..colon], next);
            if (metric < 0)
                return new CvssFault(CvssFaultKind.UnknownMetric, start, colon);
            if ((seen >> metric & 1) != 0)
                return new CvssFault(CvssFaultKind.Twice, Metric: metric);
            if (metric < next && set.Ordered)
                return new CvssFault(CvssFaultKind.OutOfOrder, Metric: metric);
            int value = set.FindValue(metric, part[(colon + 1)..]);
            if (value < 0)
                return new CvssFault(CvssFaultKind.UnknownValue, start + colon + 1, length - colon - 1, metric);
            values = values.With(metric, value);
            seen |= 1u << metric;
            next = metric + 1;
            start += length + 1;
        }
        int missing = System.Numerics.BitOperations.TrailingZeroCount(~seen);
        return missing < set.BaseCount ? new CvssFault(CvssFaultKind.Missing, Metric: missing) : default;
    }

    private static bool Known(ReadOnlySpan<char> number, out CvssVersion version)
    {
        for (version = CvssVersion.V20; version <= CvssVersion.V40; version++)
            if (number.SequenceEqual(version.Number()))
                return true;
        version = CvssVersion.V31;
        return false;
    }

    /// <summary>Au is CVSS 2's alone, AT and VC are CVSS 4's. What CVSS 3 vectors say has not changed with 3.1, so 3.1 it is.</summary>
    private static CvssVersion Guess(ReadOnlySpan<char> text)
    {
        foreach (Range range in text.Split('/'))
            switch (text[range])
            {
                case ['A', 'u', ':', ..]:
                    return CvssVersion.V20;
                case ['A', 'T', ':', ..] or ['V', 'C', ':', ..]:
                    return CvssVersion.V40;
                default:
                    break;
            }
        return CvssVersion.V31;
    }
}

namespace Hone.Core.Security.Cvss;

internal enum CvssFaultKind
{
    None,
    Empty,
    UnknownVersion,
    NotAPair,
    UnknownMetric,
    UnknownValue,
    Twice,
    OutOfOrder,
    Missing,
    Parenthesis,
}

/// <summary>Why a text is no vector: kept small, so that refusing costs nothing until somebody asks for the words.</summary>
internal readonly record struct CvssFault(CvssFaultKind Kind, int Start = 0, int Length = 0, int Metric = 0)
{
    private const int MaxQuoted = 32;

    public string Describe(ReadOnlySpan<char> text, CvssVersion version)
    {
        CvssMetric metric = CvssMetricSet.Of(version).Metrics[Metric];
        string quoted = Quote(text.Slice(Start, Length));
        return Kind switch
        {
            CvssFaultKind.Empty => "it is empty",
            CvssFaultKind.UnknownVersion => $"{quoted} is no version of CVSS that is known: 2.0, 3.0, 3.1 and 4.0 are",
            CvssFaultKind.NotAPair => $"{quoted} is not a metric and its value, as in AV:N",
            CvssFaultKind.UnknownMetric => $"CVSS {version.Number()} has no metric {quoted}",
            CvssFaultKind.UnknownValue => $"{metric.Name} cannot be {quoted}: its values are {string.Join(", ", metric.Values)}",
            CvssFaultKind.Twice => $"{metric.Name} is given twice",
            CvssFaultKind.OutOfOrder => $"{metric.Name} comes too late: the order of CVSS {version.Number()} is fixed",
            CvssFaultKind.Missing => $"{metric.Name} is missing",
            _ => "only CVSS 2 vectors are written in parentheses",
        };
    }

    private static string Quote(ReadOnlySpan<char> part)
    {
        Span<char> shown = stackalloc char[Math.Min(part.Length, MaxQuoted)];
        for (int i = 0; i < shown.Length; i++)
            shown[i] = part[i] is >= ' ' and <= '~' ? part[i] : '?';
        return $"'{shown}{(part.Length > MaxQuoted ? "..." : "")}'";
    }
}

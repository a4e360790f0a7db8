namespace Hone.Core.Security.Cvss;

/// <summary>The metrics of a version in the order of its vectors. A metric is known by its place in this order.</summary>
internal sealed class CvssMetricSet
{
    public CvssVersion Version { get; }

    public CvssMetric[] Metrics { get; }

    /// <summary>How many metrics come first that a vector must have.</summary>
    public int BaseCount { get; }

    /// <summary>CVSS 2 and 4 fix the order of a vector; CVSS 3 recommends one and takes any.</summary>
    public bool Ordered => Version is CvssVersion.V20 or CvssVersion.V40;

    /// <summary>Each group is written "AV:N,A,L,P AC:L,H".</summary>
    public CvssMetricSet(CvssVersion version, params ReadOnlySpan<string> groups)
    {
        var metrics = new List<CvssMetric>();
        for (int g = 0; g < groups.Length; g++)
            foreach (string metric in groups[g].Split(' '))
                metrics.Add(new CvssMetric(metric[..metric.IndexOf(':', StringComparison.Ordinal)], (CvssGroup)g, metric[(metric.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',')));
        Version = version;
        Metrics = [.. metrics];
        BaseCount = metrics.Count(m => m.Group == CvssGroup.Base);
    }

    public static CvssMetricSet Of(CvssVersion version) => version switch
    {
        CvssVersion.V20 => Cvss2.Metrics,
        CvssVersion.V30 => Cvss3.Metrics30,
        CvssVersion.V31 => Cvss3.Metrics31,
        _ => Cvss4.Metrics,
    };

    /// <summary>The place of a metric, looked for from <paramref name="from"/> on since most vectors are in order; -1 where it is unknown.</summary>
    public int Find(ReadOnlySpan<char> name, int from = 0)
    {
        for (int i = 0; i < Metrics.Length; i++)
        {
            int metric = from + i < Metrics.Length ? from + i : from + i - Metrics.Length;
            if (name.SequenceEqual(Metrics[metric].Name))
                return metric;
        }
        return -1;
    }

    /// <summary>The place of a value among those of a metric; -1 where it is none of them.</summary>
    public int FindValue(int metric, ReadOnlySpan<char> value)
    {
        IReadOnlyList<string> values = Metrics[metric].Values;
        for (int i = 0; i < values.Count; i++)
            if (value.SequenceEqual(values[i]))
                return i;
        return -1;
    }
}

namespace Hone.Core.Security.Cvss;

/// <summary>The qualitative rating of a score, in the order of severity.</summary>
public enum CvssSeverity
{
    None,
    Low,
    Medium,
    High,
    Critical,
}

public static class CvssSeverities
{
    /// <summary>The rating scale of CVSS 3 and 4. CVSS 2 has none of its own: NVD's stands in, which knows neither None nor Critical.</summary>
    public static CvssSeverity Of(double score, CvssVersion version = CvssVersion.V31) => score switch
    {
        >= 9 when version != CvssVersion.V20 => CvssSeverity.Critical,
        >= 7 => CvssSeverity.High,
        >= 4 => CvssSeverity.Medium,
        <= 0 when version != CvssVersion.V20 => CvssSeverity.None,
        _ => CvssSeverity.Low,
    };
}

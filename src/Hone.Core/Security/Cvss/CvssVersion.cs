namespace Hone.Core.Security.Cvss;

/// <summary>The versions of FIRST's Common Vulnerability Scoring System that are in use.</summary>
public enum CvssVersion
{
    V20,
    V30,
    V31,
    V40,
}

public static class CvssVersions
{
    /// <summary>"3.1".</summary>
    public static string Number(this CvssVersion version) => version switch
    {
        CvssVersion.V20 => "2.0",
        CvssVersion.V30 => "3.0",
        CvssVersion.V31 => "3.1",
        _ => "4.0",
    };
}

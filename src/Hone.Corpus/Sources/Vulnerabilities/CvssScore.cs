using System.Globalization;
using System.Text;

namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>"3.1", 9.8, "CVSS:3.1/AV:N/...".</summary>
internal sealed record CvssScore(string Version, double? Base, string Vector)
{
    /// <summary>The score of a vector that states its version, as all but CVSS 2's do.</summary>
    public static CvssScore Of(string vector, double? number = null)
    {
        string version = vector.StartsWith("CVSS:", StringComparison.Ordinal) && vector.IndexOf('/', StringComparison.Ordinal) is > 5 and < 10 and var slash ? vector[5..slash] : "2.0";
        return new CvssScore(version, number, vector);
    }

    public string Sentence()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    public void AppendTo(StringBuilder text)
    {
        text.Append("CVSS ").Append(Version);
        if (Base is { } number)
            text.Append(CultureInfo.InvariantCulture, $" base score {number:0.0} ({Severity(number)}),");
        text.Append(" vector ").Append(Stated()).Append('.');
    }

    /// <summary>Without the metrics of CVSS 4 that are not defined, which some write out.</summary>
    private string Stated() => Vector.EndsWith(":X", StringComparison.Ordinal) || Vector.Contains(":X/", StringComparison.Ordinal)
        ? string.Join('/', Vector.Split('/').Where(metric => !metric.EndsWith(":X", StringComparison.Ordinal)))
        : Vector;

    /// <summary>The qualitative scale of CVSS 3 and 4; CVSS 2 had three levels.</summary>
    private string Severity(double score) => Version.StartsWith('2')
        ? score switch { < 4 => "low", < 7 => "medium", _ => "high" }
        : score switch { 0 => "none", < 4 => "low", < 7 => "medium", < 9 => "high", _ => "critical" };
}

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hone.Core.Security.Cvss;

/// <summary>
/// A vulnerability's CVSS vector: its metrics and the scores they give, by the specifications of CVSS 2.0, 3.0, 3.1 and 4.0.
/// CVSS is owned by FIRST.Org, Inc. and used by its terms (first.org/cvss).
/// A metric stated as not defined and one left out are the same.
/// </summary>
public sealed record CvssVector
{
    private readonly CvssValues _values;

    internal CvssVector(CvssVersion version, CvssValues values) => (Version, _values) = (version, values);

    public CvssVersion Version { get; }

    /// <summary>The value of a metric, as in vector["AV"] = "N"; that of "not defined" where the vector does not say; null where this version has no such metric.</summary>
    public string? this[string metric] => CvssMetricSet.Of(Version) is var set && set.Find(metric) is >= 0 and var place ? set.Metrics[place].Values[_values[place]] : null;

    /// <summary>What the vulnerability is by itself; of CVSS 4, CVSS-B.</summary>
    public double BaseScore => Base(Version, _values);

    /// <summary>With what is known of its exploitation; of CVSS 4, CVSS-BT. The base score where the vector says nothing of it.</summary>
    public double TemporalScore => Version switch
    {
        CvssVersion.V20 => Cvss2.Temporal(_values),
        CvssVersion.V40 => Cvss4.Temporal(_values),
        _ => Cvss3.Temporal(_values, Version),
    } / 10.0;

    /// <summary>With its surroundings too, by the environmental equation whether or not the vector says anything of them; of CVSS 4, CVSS-BTE.</summary>
    public double EnvironmentalScore => Version switch
    {
        CvssVersion.V20 => Cvss2.Environmental(_values),
        CvssVersion.V40 => Cvss4.Environmental(_values),
        _ => Cvss3.Environmental(_values, Version),
    } / 10.0;

    /// <summary>The score of all that the vector says. (CVSS 2 and 3 can give other numbers by the environmental equation though nothing environmental is said.)</summary>
    public double Score => States(CvssGroup.Environmental) ? EnvironmentalScore : TemporalScore;

    public CvssSeverity Severity => CvssSeverities.Of(Score, Version);

    public CvssSeverity BaseSeverity => CvssSeverities.Of(BaseScore, Version);

    /// <summary>The metrics of a version, in the order of its vectors.</summary>
    public static IReadOnlyList<CvssMetric> MetricsOf(CvssVersion version) => CvssMetricSet.Of(version).Metrics;

    public static CvssVector Parse(string text) => TryParse(text, out CvssVector? vector, out string? reason)
        ? vector
        : throw new UserError($"not a CVSS vector: {reason}", "A vector looks like CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.");

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CvssVector? vector) => TryParse(text, out vector, out CvssFault _, out CvssVersion _);

    /// <summary>The reason says what is wrong with the text, in one line whatever the text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CvssVector? vector, [NotNullWhen(false)] out string? reason)
    {
        bool valid = TryParse(text, out vector, out CvssFault fault, out CvssVersion version);
        reason = valid ? null : fault.Describe(text, version);
        return valid;
    }

    /// <summary>The base score of a vector string; null where it is none.</summary>
    public static double? BaseScoreOf(ReadOnlySpan<char> text) =>
        CvssReader.Read(text, out CvssVersion version, out CvssValues values).Kind == CvssFaultKind.None ? Base(version, values) : null;

    /// <summary>The vector as its version writes it: in order, without what is not defined.</summary>
    public override string ToString()
    {
        CvssMetric[] metrics = CvssMetricSet.Of(Version).Metrics;
        var text = new StringBuilder(Version == CvssVersion.V20 ? "" : $"CVSS:{Version.Number()}/");
        for (int i = 0; i < metrics.Length; i++)
            if (metrics[i].Group == CvssGroup.Base || _values[i] > 0)
                text.Append(i > 0 ? "/" : "").Append(metrics[i].Name).Append(':').Append(metrics[i].Values[_values[i]]);
        return text.ToString();
    }

    private static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CvssVector? vector, out CvssFault fault, out CvssVersion version)
    {
        fault = CvssReader.Read(text, out version, out CvssValues values);
        vector = fault.Kind == CvssFaultKind.None ? new CvssVector(version, values) : null;
        return vector is not null;
    }

    private static double Base(CvssVersion version, CvssValues values) => version switch
    {
        CvssVersion.V20 => Cvss2.Base(values),
        CvssVersion.V40 => Cvss4.Base(values),
        _ => Cvss3.Base(values, version),
    } / 10.0;

    private bool States(CvssGroup group)
    {
        CvssMetric[] metrics = CvssMetricSet.Of(Version).Metrics;
        for (int i = 0; i < metrics.Length; i++)
            if (metrics[i].Group == group && _values[i] > 0)
                return true;
        return false;
    }
}

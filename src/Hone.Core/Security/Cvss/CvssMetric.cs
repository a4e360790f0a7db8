namespace Hone.Core.Security.Cvss;

/// <summary>The groups of metrics; CVSS 4 calls the temporal one Threat and is the first with a supplemental one.</summary>
public enum CvssGroup
{
    Base,
    Temporal,
    Environmental,
    Supplemental,
}

/// <summary>A metric as a vector spells it. Outside the base group the first value is the one that stands for "not defined".</summary>
public sealed record CvssMetric(string Name, CvssGroup Group, IReadOnlyList<string> Values);

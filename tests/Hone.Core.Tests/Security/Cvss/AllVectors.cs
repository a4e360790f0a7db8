using Hone.Core.Security.Cvss;
using Hone.Core.Statistics;

namespace Hone.Core.Tests.Security.Cvss;

/// <summary>Vectors of a version: every one that its base metrics allow, or as many as wanted by chance from all metrics.</summary>
internal static class AllVectors
{
    public static IEnumerable<string> Base(CvssVersion version)
    {
        IEnumerable<string> vectors = [""];
        foreach (CvssMetric metric in CvssVector.MetricsOf(version).Where(m => m.Group == CvssGroup.Base))
            vectors = vectors.SelectMany(v => metric.Values.Select(value => $"{v}/{metric.Name}:{value}"));
        return vectors.Select(v => Prefix(version) + v[1..]);
    }

    public static IEnumerable<string> ByChance(CvssVersion version, int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        for (int i = 0; i < count; i++)
            yield return Prefix(version) + string.Join('/', CvssVector.MetricsOf(version)
                .Where(m => m.Group == CvssGroup.Base || random.Next(2) == 0)
                .Select(m => $"{m.Name}:{m.Values[random.Next(m.Values.Count)]}"));
    }

    private static string Prefix(CvssVersion version) => version == CvssVersion.V20 ? "" : $"CVSS:{version.Number()}/";
}

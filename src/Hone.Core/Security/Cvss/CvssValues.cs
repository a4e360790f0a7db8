namespace Hone.Core.Security.Cvss;

/// <summary>The value of every metric of a vector, four bits each: its place in <see cref="CvssMetric.Values"/>. No version has more than 32 metrics of 6 values.</summary>
internal readonly record struct CvssValues(UInt128 Bits)
{
    public int this[int metric] => (int)(uint)(Bits >> (4 * metric)) & 0xF;

    public CvssValues With(int metric, int value) => new((Bits & ~((UInt128)0xF << (4 * metric))) | ((UInt128)(uint)value << (4 * metric)));
}

namespace Hone.Engine.Tests.Golden;

/// <summary>Relative distance of vectors: |ours - theirs| / |theirs|.</summary>
internal static class Distance
{
    public static void AssertAll(double within, IEnumerable<(string Name, double[] Values)> theirs, IReadOnlyDictionary<string, double[]> ours)
    {
        var compared = new HashSet<string>();
        foreach (var (name, values) in theirs)
        {
            AssertWithin(within, values, ours[name], name);
            compared.Add(name);
        }
        Assert.Equal(ours.Keys.Order(StringComparer.Ordinal), compared.Order(StringComparer.Ordinal));
    }

    public static void AssertWithin(double within, double[] theirs, double[] ours, string what)
    {
        Assert.Equal(theirs.Length, ours.Length);
        var distance = Norm(theirs.Zip(ours, (their, our) => our - their)) / Norm(theirs);
        Assert.True(distance <= within, $"{what}: relative distance {distance:g2}, allowed {within:g2}");
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}

namespace Hone.Benchmarks;

/// <summary>Ours and the peer's in turn, round by round, so that a machine that slows down slows both; the medians count.</summary>
internal static class Duel
{
    public static Result Run(string suite, IRow row, int rounds)
    {
        var pairs = new List<(double? Ours, double? Peer)>();
        for (var round = 0; round < rounds; round++)
            pairs.Add((row.MeasureOurs(), row.MeasurePeer()));
        var ratios = pairs.Select(pair => pair.Ours / pair.Peer).OfType<double>().ToList();
        var ours = pairs.Select(pair => pair.Ours).OfType<double>().ToList();
        var peers = pairs.Select(pair => pair.Peer).OfType<double>().ToList();
        return new Result(suite, row.Name, ours.Count > 0 ? Median(ours) : null, peers.Count > 0 ? Median(peers) : null, row.Unit,
            ratios.Count > 0 ? Median(ratios) : null, row.Bar, row.Peer, rounds, Machine.Describe());
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return Math.Round((values[values.Count / 2] + values[(values.Count - 1) / 2]) / 2, 3);
    }
}

namespace Hone.Benchmarks;

/// <summary>One line of a suite: our work and the peer's, both as a rate (more is better).</summary>
internal interface IRow
{
    string Name { get; }

    string Peer { get; }

    string Unit { get; }

    /// <summary>The ratio we hold ourselves to.</summary>
    double Bar { get; }

    /// <summary>Null where this machine cannot.</summary>
    double? MeasureOurs();

    /// <summary>Null where the peer is not installed.</summary>
    double? MeasurePeer();
}

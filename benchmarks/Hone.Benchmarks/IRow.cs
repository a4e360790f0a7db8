namespace Hone.Benchmarks;

/// <summary>One line of a suite that is a duel: our work and the peer's, both as a rate (more is better).</summary>
internal interface IRow : IMeasurement
{
    string Peer { get; }

    string Unit { get; }

    /// <summary>The ratio we hold ourselves to.</summary>
    double Bar { get; }

    /// <summary>Null where this machine cannot.</summary>
    double? MeasureOurs();

    /// <summary>Null where the peer is not installed.</summary>
    double? MeasurePeer();

    Result? IMeasurement.Run(string suite, int rounds) => Duel.Run(suite, this, rounds);
}

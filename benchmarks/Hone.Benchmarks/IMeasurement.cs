namespace Hone.Benchmarks;

/// <summary>One line of a suite.</summary>
internal interface IMeasurement
{
    string Name { get; }

    /// <summary>Null where what it needs is missing; it has said so.</summary>
    Result? Run(string suite, int rounds);
}

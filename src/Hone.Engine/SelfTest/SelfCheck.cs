namespace Hone.Engine.SelfTest;

/// <summary>One comparison with plain float64 arithmetic: the largest error found and the largest that may be.</summary>
public sealed record SelfCheck(string Name, double Error, double Bound)
{
    public bool Passed => Error <= Bound;
}

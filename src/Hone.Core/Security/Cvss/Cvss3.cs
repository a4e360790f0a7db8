namespace Hone.Core.Security.Cvss;

/// <summary>
/// The equations of CVSS 3.0 and 3.1 (first.org/cvss/v3.0/specification-document and v3.1, section 7), in decimals: what the equations say, without the
/// rounding errors that 3.1 was made for. The two differ in rounding up and in the impact of a modified vector whose scope changes. Scores are in tenths.
/// </summary>
internal static class Cvss3
{
    private const int AV = 0, AC = 1, PR = 2, UI = 3, S = 4, C = 5, I = 6, A = 7, E = 8, RL = 9, RC = 10, CR = 11, IR = 12, AR = 13, ToModified = 14;

    private const string BaseGroup = "AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:H,L,N I:H,L,N A:H,L,N";
    private const string TemporalGroup = "E:X,H,F,P,U RL:X,U,W,T,O RC:X,C,R,U";
    private const string EnvironmentalGroup = "CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L MAV:X,N,A,L,P MAC:X,L,H MPR:X,N,L,H MUI:X,N,R MS:X,U,C MC:X,H,L,N MI:X,H,L,N MA:X,H,L,N";

    // In the order of the values above.
    private static readonly decimal[] _vector = [0.85m, 0.62m, 0.55m, 0.2m], _complexity = [0.77m, 0.44m], _interaction = [0.85m, 0.62m];
    private static readonly decimal[] _privileges = [0.85m, 0.62m, 0.27m], _privilegesChanged = [0.85m, 0.68m, 0.5m], _impact = [0.56m, 0.22m, 0];
    private static readonly decimal[] _exploit = [1, 1, 0.97m, 0.94m, 0.91m], _remedy = [1, 1, 0.97m, 0.96m, 0.95m], _confidence = [1, 1, 0.96m, 0.92m];
    private static readonly decimal[] _requirement = [1, 1.5m, 1, 0.5m];

    public static CvssMetricSet Metrics30 { get; } = new(CvssVersion.V30, BaseGroup, TemporalGroup, EnvironmentalGroup);

    public static CvssMetricSet Metrics31 { get; } = new(CvssVersion.V31, BaseGroup, TemporalGroup, EnvironmentalGroup);

    public static int Base(CvssValues v, CvssVersion version) => Equation(v, modified: false, version);

    public static int Temporal(CvssValues v, CvssVersion version) => RoundUp(Base(v, version) * TemporalFactor(v) / 10, version);

    public static int Environmental(CvssValues v, CvssVersion version) => RoundUp(Equation(v, modified: true, version) * TemporalFactor(v) / 10, version);

    private static decimal TemporalFactor(CvssValues v) => _exploit[v[E]] * _remedy[v[RL]] * _confidence[v[RC]];

    private static int Equation(CvssValues v, bool modified, CvssVersion version)
    {
        bool changed = Value(S) == 1;
        decimal losses = Math.Min(1 - (1 - Loss(C, CR)) * (1 - Loss(I, IR)) * (1 - Loss(A, AR)), 0.915m);
        decimal impact = !changed ? 6.42m * losses
            : modified && version == CvssVersion.V31 ? 7.52m * (losses - 0.029m) - 3.25m * Power(losses * 0.9731m - 0.02m, 13)
            : 7.52m * (losses - 0.029m) - 3.25m * Power(losses - 0.02m, 15);
        if (impact <= 0)
            return 0;
        decimal exploitability = 8.22m * _vector[Value(AV)] * _complexity[Value(AC)] * (changed ? _privilegesChanged : _privileges)[Value(PR)] * _interaction[Value(UI)];
        return RoundUp(Math.Min((changed ? 1.08m : 1) * (impact + exploitability), 10), version);

        int Value(int metric) => modified && v[metric + ToModified] is > 0 and var own ? own - 1 : v[metric];
        decimal Loss(int metric, int requirement) => _impact[Value(metric)] * (modified ? _requirement[v[requirement]] : 1);
    }

    /// <summary>The next tenth; 3.1 takes a hundred-thousandth first (its appendix A), 3.0 does not.</summary>
    private static int RoundUp(decimal score, CvssVersion version) =>
        (int)Math.Ceiling((version == CvssVersion.V31 ? Math.Round(score, 5, MidpointRounding.AwayFromZero) : score) * 10);

    private static decimal Power(decimal x, int exponent)
    {
        decimal power = 1;
        for (int i = 0; i < exponent; i++)
            power *= x;
        return power;
    }
}

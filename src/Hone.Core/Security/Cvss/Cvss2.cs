namespace Hone.Core.Security.Cvss;

/// <summary>The equations of CVSS 2 ("A Complete Guide to the Common Vulnerability Scoring System Version 2.0", first.org/cvss/v2/guide, section 3.2), in decimals. Scores are in tenths.</summary>
internal static class Cvss2
{
    private const int AV = 0, AC = 1, Au = 2, C = 3, I = 4, A = 5, E = 6, RL = 7, RC = 8, CDP = 9, TD = 10, CR = 11, IR = 12, AR = 13;

    // In the order of the values below.
    private static readonly decimal[] _vector = [1, 0.646m, 0.395m], _complexity = [0.71m, 0.61m, 0.35m], _authentication = [0.704m, 0.56m, 0.45m], _impact = [0.660m, 0.275m, 0];
    private static readonly decimal[] _exploit = [1, 1, 0.95m, 0.9m, 0.85m], _remedy = [1, 1, 0.95m, 0.9m, 0.87m], _confidence = [1, 1, 0.95m, 0.9m];
    private static readonly decimal[] _damage = [0, 0.5m, 0.4m, 0.3m, 0.1m, 0], _targets = [1, 1, 0.75m, 0.25m, 0], _requirement = [1, 1.51m, 1, 0.5m];

    public static CvssMetricSet Metrics { get; } = new(CvssVersion.V20,
        "AV:N,A,L AC:L,M,H Au:N,S,M C:C,P,N I:C,P,N A:C,P,N",
        "E:ND,H,F,POC,U RL:ND,U,W,TF,OF RC:ND,C,UR,UC",
        "CDP:ND,H,MH,LM,L,N TD:ND,H,M,L,N CR:ND,H,M,L IR:ND,H,M,L AR:ND,H,M,L");

    public static int Base(CvssValues v) => Equation(v, adjusted: false);

    public static int Temporal(CvssValues v) => Temporal(v, Base(v));

    public static int Environmental(CvssValues v)
    {
        decimal temporal = Temporal(v, Equation(v, adjusted: true)) / 10m;
        // Low requirements can bring the adjusted base below zero, which is no score.
        return Math.Max(0, Round((temporal + (10 - temporal) * _damage[v[CDP]]) * _targets[v[TD]]));
    }

    private static int Temporal(CvssValues v, int score) => Round(score / 10m * _exploit[v[E]] * _remedy[v[RL]] * _confidence[v[RC]]);

    private static int Equation(CvssValues v, bool adjusted)
    {
        decimal impact = 10.41m * (1 - (1 - Loss(C, CR)) * (1 - Loss(I, IR)) * (1 - Loss(A, AR)));
        if (adjusted)
            impact = Math.Min(10, impact);
        if (impact == 0)
            return 0;
        decimal exploitability = 20 * _vector[v[AV]] * _complexity[v[AC]] * _authentication[v[Au]];
        return Round((0.6m * impact + 0.4m * exploitability - 1.5m) * 1.176m);

        decimal Loss(int metric, int requirement) => _impact[v[metric]] * (adjusted ? _requirement[v[requirement]] : 1);
    }

    private static int Round(decimal score) => (int)Math.Round(score * 10, MidpointRounding.AwayFromZero);
}

namespace Hone.Core.Security.Cvss;

/// <summary>
/// CVSS 4.0 (first.org/cvss/v4.0/specification-document, section 8): the score of the vector's MacroVector, lowered by how far the vector lies below the highest ones
/// of that MacroVector. In each group of metrics (EQ) the specification lists several highest vectors; all of them are equally many steps from the top, so the distance
/// is a sum of steps and no search. All in whole numbers, so that halves round up as they should. Scores are in tenths.
/// </summary>
internal static class Cvss4
{
    private const int AV = 0, AC = 1, AT = 2, PR = 3, UI = 4, VC = 5, VI = 6, VA = 7, SC = 8, SI = 9, SA = 10, E = 11, CR = 12, IR = 13, AR = 14, ToModified = 15;

    /// <summary>Divides by every depth below.</summary>
    private const int Whole = 840;

    // Steps from the top to the highest vectors of each level, and how many steps the level goes down from there, counted as the specification does (one more than the last).
    private static readonly int[] _top1 = [0, 1, 3], _top2 = [0, 1], _top36 = [0, 3, 1, 3, 3], _top4 = [-2, 0, 3];
    private static readonly int[] _depth1 = [1, 4, 5], _depth2 = [1, 2], _depth36 = [7, 6, 8, 8, 10], _depth4 = [6, 5, 4];

    // Values from the worst on: the place of a value is its number of steps.
    public static CvssMetricSet Metrics { get; } = new(CvssVersion.V40,
        "AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N",
        "E:X,A,P,U",
        "CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L MAV:X,N,A,L,P MAC:X,L,H MAT:X,N,P MPR:X,N,L,H MUI:X,N,P,A MVC:X,H,L,N MVI:X,H,L,N MVA:X,H,L,N MSC:X,H,L,N MSI:X,S,H,L,N MSA:X,S,H,L,N",
        "S:X,N,P AU:X,N,Y R:X,A,U,I V:X,D,C RE:X,L,M,H U:X,Clear,Green,Amber,Red");

    /// <summary>CVSS-B.</summary>
    public static int Base(CvssValues v) => Score(v, threat: false, environment: false);

    /// <summary>CVSS-BT.</summary>
    public static int Temporal(CvssValues v) => Score(v, threat: true, environment: false);

    /// <summary>CVSS-BTE.</summary>
    public static int Environmental(CvssValues v) => Score(v, threat: true, environment: true);

    private static int Score(CvssValues v, bool threat, bool environment)
    {
        int av = Value(AV), pr = Value(PR), ui = Value(UI), ac = Value(AC), at = Value(AT);
        int vc = Value(VC), vi = Value(VI), va = Value(VA), sc = Value(SC), si = Value(SI), sa = Value(SA);
        int cr = Requirement(CR), ir = Requirement(IR), ar = Requirement(AR);
        if (vc + vi + va + sc + si + sa == 12)
            return 0;
        int eq1 = av == 0 && pr == 0 && ui == 0 ? 0 : (av == 0 || pr == 0 || ui == 0) && av != 3 ? 1 : 2;
        int eq2 = ac == 0 && at == 0 ? 0 : 1;
        bool wanted = (cr == 0 && vc == 0) || (ir == 0 && vi == 0) || (ar == 0 && va == 0);
        int eq36 = vc == 0 && vi == 0 ? wanted ? 0 : 1 : vc == 0 || vi == 0 || va == 0 ? wanted ? 2 : 3 : 4;
        int eq4 = si < 0 || sa < 0 ? 0 : sc == 0 || si == 0 || sa == 0 ? 1 : 2;
        int eq5 = threat ? Math.Max(0, v[E] - 1) : 0;

        int score = Cvss4MacroVectors.Score(eq1, eq2, eq36, eq4, eq5), lowered = 0, lower = 0;
        if (eq1 < 2)
            Lower(Cvss4MacroVectors.Score(eq1 + 1, eq2, eq36, eq4, eq5), av + pr + ui - _top1[eq1], _depth1[eq1]);
        if (eq2 < 1)
            Lower(Cvss4MacroVectors.Score(eq1, eq2 + 1, eq36, eq4, eq5), ac + at - _top2[eq2], _depth2[eq2]);
        if (eq36 < 4)
            Lower(Next36(eq1, eq2, eq36, eq4, eq5), vc + vi + va + cr + ir + ar - _top36[eq36], _depth36[eq36]);
        if (eq4 < 2)
            Lower(Cvss4MacroVectors.Score(eq1, eq2, eq36, eq4 + 1, eq5), sc + si + sa - _top4[eq4], _depth4[eq4]);
        if (eq5 < 2)
            lower++; // EQ5 has one vector a level: always its highest
        if (lower == 0)
            return score;
        int unit = Whole * lower;
        return Math.Clamp((2 * (score * unit - lowered) + unit) / (2 * unit), 0, 100);

        // Modified metrics come in the order of the base ones; of subsequent systems, integrity and availability have Safety above High.
        int Value(int metric) => environment && v[metric + ToModified] is > 0 and var own ? metric is SI or SA ? own - 2 : own - 1 : v[metric];
        int Requirement(int metric) => environment ? Math.Max(0, v[metric] - 1) : 0;
        void Lower(int next, int steps, int depth)
        {
            lower++;
            lowered += (score - next) * steps * (Whole / depth);
        }
    }

    /// <summary>EQ3 and EQ6 go down together, from 00 the shorter way of two.</summary>
    private static int Next36(int eq1, int eq2, int eq36, int eq4, int eq5) => eq36 switch
    {
        0 => Math.Max(Cvss4MacroVectors.Score(eq1, eq2, 1, eq4, eq5), Cvss4MacroVectors.Score(eq1, eq2, 2, eq4, eq5)),
        1 or 2 => Cvss4MacroVectors.Score(eq1, eq2, 3, eq4, eq5),
        _ => Cvss4MacroVectors.Score(eq1, eq2, 4, eq4, eq5),
    };
}

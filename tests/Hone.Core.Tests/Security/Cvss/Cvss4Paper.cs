using Hone.Core.Security.Cvss;

namespace Hone.Core.Tests.Security.Cvss;

/// <summary>
/// CVSS 4.0's scoring as section 8 of the specification tells it: the levels by their conditions, the highest vectors of each level (tables 24 to 29) tried one after
/// another, distances by metric. It shares the scores of the MacroVectors with the calculator and nothing else.
/// </summary>
internal sealed class Cvss4Paper
{
    private static readonly string[][] _highest1 = [["AV:N PR:N UI:N"], ["AV:A PR:N UI:N", "AV:N PR:L UI:N", "AV:N PR:N UI:P"], ["AV:P PR:N UI:N", "AV:A PR:L UI:P"]];
    private static readonly string[][] _highest2 = [["AC:L AT:N"], ["AC:H AT:N", "AC:L AT:P"]];
    private static readonly Dictionary<string, string[]> _highest36 = new()
    {
        ["00"] = ["VC:H VI:H VA:H CR:H IR:H AR:H"],
        ["01"] = ["VC:H VI:H VA:L CR:M IR:M AR:H", "VC:H VI:H VA:H CR:M IR:M AR:M"],
        ["10"] = ["VC:L VI:H VA:H CR:H IR:H AR:H", "VC:H VI:L VA:H CR:H IR:H AR:H"],
        ["11"] = ["VC:L VI:H VA:L CR:H IR:M AR:H", "VC:L VI:H VA:H CR:H IR:M AR:M", "VC:H VI:L VA:H CR:M IR:H AR:M", "VC:H VI:L VA:L CR:M IR:H AR:H", "VC:L VI:L VA:H CR:H IR:H AR:M"],
        ["21"] = ["VC:L VI:L VA:L CR:H IR:H AR:H"],
    };
    private static readonly string[][] _highest4 = [["SC:H SI:S SA:S"], ["SC:H SI:H SA:H"], ["SC:L SI:L SA:L"]];
    private static readonly Dictionary<string, string> _order = new()
    {
        ["AV"] = "NALP",
        ["PR"] = "NLH",
        ["UI"] = "NPA",
        ["AC"] = "LH",
        ["AT"] = "NP",
        ["VC"] = "HLN",
        ["VI"] = "HLN",
        ["VA"] = "HLN",
        ["SC"] = "SHLN",
        ["SI"] = "SHLN",
        ["SA"] = "SHLN",
        ["CR"] = "HML",
        ["IR"] = "HML",
        ["AR"] = "HML",
    };

    private readonly Dictionary<string, string> _given;

    private Cvss4Paper(string vector) => _given = vector.Split('/').Select(p => p.Split(':')).ToDictionary(p => p[0], p => p[1]);

    public static double Score(string vector) => new Cvss4Paper(vector).Score();

    private string M(string metric)
    {
        string modified = _given.GetValueOrDefault("M" + metric, "X");
        return modified != "X" ? modified : _given.GetValueOrDefault(metric, "X") is var own and not "X" ? own : metric == "E" ? "A" : "H";
    }

    private bool Is(params string[] pairs) => pairs.All(p => M(p.Split(':')[0]) == p.Split(':')[1]);

    private bool Any(params string[] pairs) => pairs.Any(p => Is(p));

    private double Score()
    {
        if (Is("VC:N", "VI:N", "VA:N", "SC:N", "SI:N", "SA:N"))
            return 0;
        int eq1 = Is("AV:N", "PR:N", "UI:N") ? 0 : Any("AV:N", "PR:N", "UI:N") && !Is("AV:P") ? 1 : 2;
        int eq2 = Is("AC:L", "AT:N") ? 0 : 1;
        int eq3 = Is("VC:H", "VI:H") ? 0 : Any("VC:H", "VI:H", "VA:H") ? 1 : 2;
        int eq4 = Any("SI:S", "SA:S") ? 0 : Any("SC:H", "SI:H", "SA:H") ? 1 : 2;
        int eq5 = "APU".IndexOf(M("E"), StringComparison.Ordinal);
        int eq6 = Is("CR:H", "VC:H") || Is("IR:H", "VI:H") || Is("AR:H", "VA:H") ? 0 : 1;
        decimal score = Of(eq1, eq2, eq3, eq4, eq5, eq6)!.Value;

        decimal?[] next =
        [
            Of(eq1 + 1, eq2, eq3, eq4, eq5, eq6), Of(eq1, eq2 + 1, eq3, eq4, eq5, eq6), Of(eq1, eq2, eq3, eq4 + 1, eq5, eq6), Of(eq1, eq2, eq3, eq4, eq5 + 1, eq6),
            (eq3, eq6) switch
            {
                (0, 0) => Math.Max(Of(eq1, eq2, 0, eq4, eq5, 1)!.Value, Of(eq1, eq2, 1, eq4, eq5, 0)!.Value),
                (0 or 1, 1) => Of(eq1, eq2, eq3 + 1, eq4, eq5, 1),
                (1, 0) => Of(eq1, eq2, 1, eq4, eq5, 1),
                _ => null,
            },
        ];
        string[] highest = [_highest1[eq1].First(Reaches), _highest2[eq2].First(Reaches), _highest4[eq4].First(Reaches), "", _highest36[$"{eq3}{eq6}"].First(Reaches)];
        int[] depth = [((int[])[1, 4, 5])[eq1], ((int[])[1, 2])[eq2], ((int[])[6, 5, 4])[eq4], 1, Depth36(eq3, eq6)];
        decimal[] lowered = [.. Enumerable.Range(0, 5).Where(i => next[i] is not null).Select(i => (score - next[i]!.Value) * Distance(highest[i]) / depth[i])];
        // Thirds and sevenths are cut at the 28th digit: a half may come out a shade below itself.
        return (double)Math.Round(Math.Round(score - (lowered.Length == 0 ? 0 : lowered.Average()), 20), 1, MidpointRounding.AwayFromZero);
    }

    private bool Reaches(string highest) => highest.Split(' ').All(p => Steps(p) >= 0);

    private int Distance(string highest) => highest.Length == 0 ? 0 : highest.Split(' ').Sum(Steps);

    private int Steps(string pair)
    {
        string[] parts = pair.Split(':');
        return _order[parts[0]].IndexOf(M(parts[0]), StringComparison.Ordinal) - _order[parts[0]].IndexOf(parts[1], StringComparison.Ordinal);
    }

    private static int Depth36(int eq3, int eq6) => (eq3, eq6) switch { (0, 0) => 7, (0, 1) => 6, (1, _) => 8, _ => 10 };

    private static decimal? Of(int eq1, int eq2, int eq3, int eq4, int eq5, int eq6)
    {
        if (eq1 > 2 || eq2 > 1 || eq4 > 2 || eq5 > 2)
            return null;
        return Cvss4MacroVectors.Score(eq1, eq2, eq3 == 2 ? 4 : (2 * eq3) + eq6, eq4, eq5) / 10m;
    }
}

using System.Numerics;

namespace Hone.Core.Tests.Security.Cvss;

/// <summary>CVSS 2 and 3 as their specifications print them: names, tables and equations over exact fractions, sharing nothing with the calculator. Scores in tenths.</summary>
internal static class CvssPaper
{
    private static readonly Dictionary<string, string> _weights2 = Table("""
        AV:L 0.395 AV:A 0.646 AV:N 1.0 AC:H 0.35 AC:M 0.61 AC:L 0.71 Au:M 0.45 Au:S 0.56 Au:N 0.704
        C:N 0.0 C:P 0.275 C:C 0.660 I:N 0.0 I:P 0.275 I:C 0.660 A:N 0.0 A:P 0.275 A:C 0.660
        E:U 0.85 E:POC 0.9 E:F 0.95 E:H 1.00 E:ND 1.00 RL:OF 0.87 RL:TF 0.90 RL:W 0.95 RL:U 1.00 RL:ND 1.00 RC:UC 0.90 RC:UR 0.95 RC:C 1.00 RC:ND 1.00
        CDP:N 0 CDP:L 0.1 CDP:LM 0.3 CDP:MH 0.4 CDP:H 0.5 CDP:ND 0 TD:N 0 TD:L 0.25 TD:M 0.75 TD:H 1.00 TD:ND 1.00
        CR:L 0.5 CR:M 1.0 CR:H 1.51 CR:ND 1.0 IR:L 0.5 IR:M 1.0 IR:H 1.51 IR:ND 1.0 AR:L 0.5 AR:M 1.0 AR:H 1.51 AR:ND 1.0
        """);

    private static readonly Dictionary<string, string> _weights3 = Table("""
        AV:N 0.85 AV:A 0.62 AV:L 0.55 AV:P 0.2 AC:L 0.77 AC:H 0.44 UI:N 0.85 UI:R 0.62
        PR:N 0.85 PR:L 0.62 PR:H 0.27 PR:N/C 0.85 PR:L/C 0.68 PR:H/C 0.5
        C:H 0.56 C:L 0.22 C:N 0 I:H 0.56 I:L 0.22 I:N 0 A:H 0.56 A:L 0.22 A:N 0
        E:X 1 E:H 1 E:F 0.97 E:P 0.94 E:U 0.91 RL:X 1 RL:U 1 RL:W 0.97 RL:T 0.96 RL:O 0.95 RC:X 1 RC:C 1 RC:R 0.96 RC:U 0.92
        CR:X 1 CR:H 1.5 CR:M 1 CR:L 0.5 IR:X 1 IR:H 1.5 IR:M 1 IR:L 0.5 AR:X 1 AR:H 1.5 AR:M 1 AR:L 0.5
        """);

    public static (int Base, int Temporal, int Environmental) Two(string vector)
    {
        Dictionary<string, string> given = Given(vector);
        Fraction W(string metric) => _weights2[$"{metric}:{given.GetValueOrDefault(metric, "ND")}"];
        Fraction impact = (Fraction)"10.41" * ((Fraction)1 - (1 - W("C")) * (1 - W("I")) * (1 - W("A")));
        Fraction adjusted = Fraction.Min(10, (Fraction)"10.41" * ((Fraction)1 - (1 - W("C") * W("CR")) * (1 - W("I") * W("IR")) * (1 - W("A") * W("AR"))));
        Fraction exploitability = (Fraction)20 * W("AV") * W("AC") * W("Au");
        Fraction BaseOf(Fraction i) => Rounded(((Fraction)"0.6" * i + (Fraction)"0.4" * exploitability - "1.5") * (i.Top.IsZero ? "0" : "1.176"));
        Fraction TemporalOf(Fraction score) => Rounded(score * W("E") * W("RL") * W("RC"));
        Fraction adjustedTemporal = TemporalOf(BaseOf(adjusted));
        Fraction environmental = Rounded((adjustedTemporal + (10 - adjustedTemporal) * W("CDP")) * W("TD"));
        return (Tenths(BaseOf(impact)), Tenths(TemporalOf(BaseOf(impact))), Math.Max(0, Tenths(environmental)));

        static Fraction Rounded(Fraction x) => new((x * 10).Nearest(), 10);
        static int Tenths(Fraction x) => (int)(x * 10).Nearest();
    }

    public static (int Base, int Temporal, int Environmental) Three(string vector)
    {
        Dictionary<string, string> given = Given(vector);
        bool is31 = given["CVSS"] == "3.1";
        Fraction W(string metric) => _weights3[$"{metric}:{given.GetValueOrDefault(metric, "X")}"];
        string Modified(string metric) => given.GetValueOrDefault("M" + metric, "X") is var own and not "X" ? own : given[metric];
        Fraction M(string metric) => _weights3[$"{metric}:{Modified(metric)}"];

        Fraction iss = (Fraction)1 - (1 - W("C")) * (1 - W("I")) * (1 - W("A"));
        Fraction impact = given["S"] == "U" ? (Fraction)"6.42" * iss : (Fraction)"7.52" * (iss - "0.029") - (Fraction)"3.25" * (iss - "0.02").Power(15);
        Fraction exploitability = (Fraction)"8.22" * W("AV") * W("AC") * _weights3[$"PR:{given["PR"]}{(given["S"] == "C" ? "/C" : "")}"] * W("UI");
        Fraction score = impact <= 0 ? 0 : given["S"] == "U" ? RoundUp(Fraction.Min(impact + exploitability, 10)) : RoundUp(Fraction.Min((Fraction)"1.08" * (impact + exploitability), 10));
        Fraction temporal = W("E") * W("RL") * W("RC");

        Fraction miss = Fraction.Min((Fraction)1 - (1 - W("CR") * M("C")) * (1 - W("IR") * M("I")) * (1 - W("AR") * M("A")), "0.915");
        bool changed = Modified("S") == "C";
        Fraction modifiedImpact = !changed ? (Fraction)"6.42" * miss
            : is31 ? (Fraction)"7.52" * (miss - "0.029") - (Fraction)"3.25" * (miss * "0.9731" - "0.02").Power(13)
            : (Fraction)"7.52" * (miss - "0.029") - (Fraction)"3.25" * (miss - "0.02").Power(15);
        Fraction modifiedExploitability = (Fraction)"8.22" * M("AV") * M("AC") * _weights3[$"PR:{Modified("PR")}{(changed ? "/C" : "")}"] * M("UI");
        Fraction environmental = modifiedImpact <= 0 ? 0
            : !changed ? RoundUp(RoundUp(Fraction.Min(modifiedImpact + modifiedExploitability, 10)) * temporal)
            : RoundUp(RoundUp(Fraction.Min((Fraction)"1.08" * (modifiedImpact + modifiedExploitability), 10)) * temporal);
        return (Tenths(score), Tenths(RoundUp(score * temporal)), Tenths(environmental));

        static int Tenths(Fraction x) => (int)(x * 10).Nearest();
        Fraction RoundUp(Fraction x)
        {
            if (!is31)
                return new((x * 10).Ceiling(), 10);
            // Appendix A of the 3.1 specification, line by line.
            BigInteger whole = (x * 100_000).Nearest();
            return whole % 10_000 == 0 ? new(whole, 100_000) : new((whole / 10_000) + 1, 10);
        }
    }

    private static Dictionary<string, string> Given(string vector) => vector.Split('/').Select(p => p.Split(':')).ToDictionary(p => p[0], p => p[1]);

    private static Dictionary<string, string> Table(string text)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(0, words.Length / 2).ToDictionary(i => words[2 * i], i => words[(2 * i) + 1]);
    }
}

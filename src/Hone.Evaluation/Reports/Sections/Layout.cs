using Hone.Core.Reports;
using Hone.Evaluation.Comparisons;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>Pieces that more than one section is laid out with.</summary>
internal static class Layout
{
    public static Markup Chip(ComparisonRow row) => Markup.Of($"""<span class="chip {Tone(row.Verdict)}">{row.VerdictWords}</span>""");

    public static string Tone(Verdict verdict) => verdict switch
    {
        Verdict.Learned => "good",
        Verdict.Forgot => "bad",
        _ => "even",
    };

    /// <summary>The style class of an arm; the model before adaptation has "before".</summary>
    public static string ArmStyle(int index) => index < 4 ? $"arm-{(char)('0' + index)}" : "arm-3";

    /// <summary>The coloured mark that stands for an arm in legends and tables.</summary>
    public static Markup Swatch(string style) => Markup.Of($"""<i class="swatch {style}"></i>""");
}

using Hone.Evaluation.Comparisons;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>Pieces that more than one section is laid out with.</summary>
internal static class Layout
{
    /// <summary>A titled part of the page: what it is about on the left, what it shows on the right.</summary>
    public static Markup Section(string title, Markup about, Markup content) => Markup.Of(
        $"""
        <section>
        <div class="about"><h2>{title}</h2>{about}</div>
        <div class="content">{content}</div>
        </section>
        """);

    public static Markup Note(string text) => Markup.Of($"""<p>{text}</p>""");

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

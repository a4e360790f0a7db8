using Hone.Core.Reports;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>The models' own words, side by side. The least trustworthy text of the page: it is shown, never interpreted.</summary>
internal static class SamplesSection
{
    private const int MostCharacters = 1200;

    public static Markup Draw(RunReport report)
    {
        var prompts = report.Before.Samples;
        if (prompts.Count == 0)
            return Markup.Empty;
        var about = ReportFrame.Note("Every model continues the same prompts with the same seed. Read them for style and vocabulary; a small model's facts are not to be trusted.");
        return ReportFrame.Section("In its own words", about, Markup.Join(prompts.Select(before => Prompt(report, before))));
    }

    private static Markup Prompt(RunReport report, SampleRow before)
    {
        var arms = report.Arms.Select(arm => (arm.Name, Style: Layout.ArmStyle(arm.Index), Sample: arm.Log.Samples.FirstOrDefault(sample => sample.Prompt == before.Prompt)));
        var texts = new[] { (Name: "before", Style: "before", Sample: (SampleRow?)before) }.Concat(arms).Where(text => text.Sample is not null).ToArray();
        return Markup.Of(
            $"""
            <article class="sample"><p class="prompt">{before.Prompt}</p>
            <div class="texts">{texts.Select(text => Markup.Of($"""<div><p class="who">{Layout.Swatch(text.Style)}{text.Name}</p><p class="text"><bdi>{Cut(text.Sample?.Text ?? "")}</bdi></p></div>"""))}</div></article>
            """);
    }

    private static string Cut(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 ? "(nothing)" : trimmed.Length <= MostCharacters ? trimmed : $"{trimmed[..MostCharacters]}\u2026";
    }
}

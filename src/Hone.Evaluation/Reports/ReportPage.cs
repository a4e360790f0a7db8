using Hone.Core.Reports;
using Hone.Evaluation.Reports.Sections;

namespace Hone.Evaluation.Reports;

/// <summary>What a run's report shows, from top to bottom.</summary>
internal static class ReportPage
{
    public static string Draw(RunReport report) => ReportFrame.Page($"{report.Title}: what was learned and what was forgotten", Markup.Of(
        $"""
        {HeadlineSection.Draw(report)}
        {ChangeSection.Draw(report)}
        {ExamSection.Draw(report)}
        {TrainingSection.Draw(report)}
        {SamplesSection.Draw(report)}
        {CorpusSection.Draw(report)}
        {CostSection.Draw(report)}
        {SettingsSection.Draw(report)}
        """));
}

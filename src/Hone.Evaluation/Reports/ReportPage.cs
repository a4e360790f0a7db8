using Hone.Evaluation.Reports.Sections;

namespace Hone.Evaluation.Reports;

/// <summary>The whole page, one file: styles and charts inside, no script, nothing fetched.</summary>
internal static class ReportPage
{
    public static string Draw(RunReport report) => Markup.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
        <title>{report.Title}: what was learned and what was forgotten</title>
        <style>{new Markup(ReportStyle.Css)}</style>
        </head>
        <body><main>
        {HeadlineSection.Draw(report)}
        {ChangeSection.Draw(report)}
        {ExamSection.Draw(report)}
        {TrainingSection.Draw(report)}
        {SamplesSection.Draw(report)}
        {CorpusSection.Draw(report)}
        {CostSection.Draw(report)}
        {SettingsSection.Draw(report)}
        <footer>Made by hone from the files of this run. It loads nothing and runs nothing.</footer>
        </main></body>
        </html>

        """).Html;
}

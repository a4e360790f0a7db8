using Hone.Core.Reports;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>What another person needs to get the same numbers: settings and the hashes of what was read.</summary>
internal static class SettingsSection
{
    public static Markup Draw(RunReport report)
    {
        var about = ReportFrame.Note("The same settings on the same inputs give the same numbers on the same kind of machine.");
        return ReportFrame.Section("To do it again", about, Markup.Of($"{Training(report)}{Evaluation(report)}{Hashes(report)}"));
    }

    private static Markup Training(RunReport report)
    {
        var names = report.Arms.SelectMany(arm => arm.Settings).Select(setting => setting.Name).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
            return Markup.Empty;
        return Markup.Of(
            $"""
            <h3>Training</h3>
            <table class="compact keys"><thead><tr><th>Setting</th>{report.Arms.Select(arm => Markup.Of($"<th>{arm.Name}</th>"))}</tr></thead>
            <tbody>{names.Select(name => Markup.Of($"""<tr><td>{name}</td>{report.Arms.Select(arm => Value(report, arm, name))}</tr>"""))}</tbody></table>
            """);
    }

    private static Markup Value(RunReport report, ReportArm arm, string name)
    {
        var value = Find(arm, name);
        return value == Find(report.Main, name) && arm != report.Main
            ? Markup.Of($"""<td class="wrap quiet">{value}</td>""")
            : Markup.Of($"""<td class="wrap">{value}</td>""");
    }

    private static string Find(ReportArm arm, string name) => arm.Settings.FirstOrDefault(setting => setting.Name == name).Value ?? "\u2013";

    private static Markup Evaluation(RunReport report) => Markup.Of(
        $"""
        <h3>Evaluation</h3>
        <table class="compact keys"><tbody>{SettingList.Flatten(report.Before.Spec).Where(s => s.Name != "model" && !s.Name.StartsWith("prompts", StringComparison.Ordinal)).Select(s => Pair(s.Name, s.Value))}</tbody></table>
        """);

    private static Markup Hashes(RunReport report) => Markup.Of(
        $"""
        <h3>SHA-256</h3>
        <table class="compact keys"><tbody>{Models(report)}{report.Sources.Select(source => Hash(source.Name, source.Hash))}</tbody></table>
        """);

    private static IEnumerable<Markup> Models(RunReport report) =>
        report.Arms.Select(arm => (Name: $"model, {arm.Name}", arm.Log)).Prepend(("model, before", report.Before))
            .Select(model => Hash(model.Item1, Of(model.Item2)));

    private static string Of(EvalLog log) => log.ModelHash ?? "\u2013";

    private static Markup Pair(string name, string value) => Markup.Of($"""<tr><td>{name}</td><td class="wrap">{value}</td></tr>""");

    private static Markup Hash(string name, string hash) => Markup.Of($"""<tr><td>{name}</td><td class="hash">{hash}</td></tr>""");
}

using System.Globalization;
using Hone.Core.Settings;

namespace Hone.Cli.Recipes;

/// <summary>What a value of the right type may still be wrong about: its range, and whether the files it names exist.</summary>
internal static class SettingLimits
{
    public static void Check(Setting setting, object value, RecipeNode node, string path, List<RecipeProblem> problems)
    {
        if (setting.Shape is WholeShape or NumberShape)
            CheckRange(setting.About, Convert.ToDouble(value, CultureInfo.InvariantCulture), node, path, problems);
        if (!setting.About.MustExist)
            return;
        if (value is string one)
            CheckPath(one, node, path, problems);
        else if (value is IReadOnlyList<string> many && node is ListNode list)
            for (var i = 0; i < many.Count; i++)
                CheckPath(many[i], list.Items[i], path, problems);
    }

    private static void CheckRange(SettingAttribute about, double value, RecipeNode node, string path, List<RecipeProblem> problems)
    {
        if (value >= about.Min && value <= about.Max)
            return;
        problems.Add(new RecipeProblem(node.At, string.Create(CultureInfo.InvariantCulture, $"'{path}' is {value}"), $"it must be {Range(about)}"));
    }

    private static void CheckPath(string file, RecipeNode node, string path, List<RecipeProblem> problems)
    {
        if (!Path.Exists(file))
            problems.Add(new RecipeProblem(node.At, $"'{path}' names '{file}', which does not exist", $"paths are relative to {Directory.GetCurrentDirectory()}"));
    }

    /// <summary>"at least 1", "between 0 and 1", or "" where there is no limit.</summary>
    public static string Range(SettingAttribute about) => (double.IsFinite(about.Min), double.IsFinite(about.Max)) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"between {about.Min} and {about.Max}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $"at least {about.Min}"),
        (false, true) => string.Create(CultureInfo.InvariantCulture, $"at most {about.Max}"),
        _ => "",
    };
}

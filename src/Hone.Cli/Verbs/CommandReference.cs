using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;

namespace Hone.Cli.Verbs;

/// <summary>docs/reference/cli.md, from the commands themselves.</summary>
internal static class CommandReference
{
    public static string Write(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append("# Command line\n\nMade by `hone docs` from the commands themselves; do not edit.\n\n");
        page.Append("stdout carries data, stderr everything meant for a person, so `--json` output can be piped. Exit codes: 0 done, 1 failed,\n");
        page.Append("2 wrong usage or a recipe with problems (nothing was started), 130 stopped by Ctrl-C. `NO_COLOR` is honoured.\n\n");
        foreach (var command in root.Subcommands.Where(c => !c.Hidden))
            Write(page, command);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Write(StringBuilder page, Command command)
    {
        var arguments = string.Concat(command.Arguments.Select(a => $" {Usage(a)}"));
        page.Append(CultureInfo.InvariantCulture, $"## hone {command.Name}\n\n{command.Description}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"```\nhone {command.Name}{arguments}{(command.Options.Any(Shown) ? " [options]" : "")}\n```\n\n");
        var rows = command.Arguments.Select(a => ($"`{Usage(a)}`", a.Description, Default(a.HasDefaultValue, a.GetDefaultValue)))
            .Concat(command.Options.Where(Shown).Select(o => ($"`{Usage(o)}`", o.Description, Default(o.HasDefaultValue && o.ValueType != typeof(bool), o.GetDefaultValue))))
            .ToList();
        if (rows.Count == 0)
            return;
        page.Append("| | what it does | default |\n|---|---|---|\n");
        foreach (var (name, about, value) in rows)
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {about} | {value} |\n");
        page.Append('\n');
    }

    private static bool Shown(Option option) => !option.Hidden && option is not (HelpOption or VersionOption);

    private static string Usage(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    private static string Usage(Option option) => option.ValueType == typeof(bool) ? option.Name : $"{option.Name} {option.HelpName ?? "VALUE"}";

    private static string Default(bool has, Func<object?> value) => has && value() is { } v and not Array
        ? $"`{Convert.ToString(v, CultureInfo.InvariantCulture)}`"
        : "";
}

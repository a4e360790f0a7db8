using Hone.Corpus.Sources.Logs.Formats;

namespace Hone.Corpus.Sources.Logs.Windows;

/// <summary>PowerShell packs its context into one field or into the message; what a reader wants of it are the command, the host and the script.</summary>
internal static class PowerShell
{
    private static readonly string[] _wanted = ["HostApplication", "CommandName", "ScriptName", "User", "UserId", "CommandLine"];

    public static bool IsFrom(string log) => log is "PowerShell" or "Windows PowerShell";

    public static IReadOnlyList<(string Name, string Value)> Fields(WindowsEvent happened)
    {
        var fields = new List<(string, string)>(happened.Data.Where(field => field.Name is not ("Data" or "param1" or "param2" or "param3")));
        string context = Value(happened, "ContextInfo") ?? Value(happened, "param3") ?? happened.Message ?? string.Join('\n', happened.Data.Where(field => field.Name == "Data").Select(field => field.Value));
        foreach (string line in context.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? "" : line[..equals].Replace(" ", "", StringComparison.Ordinal).Trim();
            string value = equals < 0 ? "" : line[(equals + 1)..].Trim();
            if (value.Length > 0 && _wanted.Contains(name) && !fields.Exists(field => field.Item1 == name))
                fields.Add((name, value));
        }
        return fields;
    }

    /// <summary>The script or the commands, as they were written.</summary>
    public static string? Script(WindowsEvent happened)
    {
        string? script = Value(happened, "ScriptBlockText") ?? Value(happened, "Payload");
        int details = script is null && happened.Id == 800 ? happened.Message?.IndexOf("Details:", StringComparison.Ordinal) ?? -1 : -1;
        return LogText.Block(script ?? (details < 0 ? null : happened.Message?[(details + "Details:".Length)..].Trim()));
    }

    private static string? Value(WindowsEvent happened, string name)
    {
        foreach ((string known, string value) in happened.Data)
            if (known == name)
                return value;
        return null;
    }
}

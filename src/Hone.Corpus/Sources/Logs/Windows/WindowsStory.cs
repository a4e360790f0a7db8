using System.Net;
using System.Text;
using Hone.Corpus.Sources.Logs.Formats;
using Hone.Corpus.Sources.Logs.Json;

namespace Hone.Corpus.Sources.Logs.Windows;

/// <summary>Tells a Windows event on a line: log, id, meaning, fields by weight. Scripts are told in full below it.</summary>
internal static class WindowsStory
{
    private static readonly string[] _programs = ["Image", "SourceImage", "TargetImage", "NewProcessName", "ParentProcessName", "ProcessName", "Application", "CallerProcessName", "TargetUserName", "LogonType"];

    /// <summary>Handles, sessions and run-time numbers, which tell nothing outside the machine's memory of that hour.</summary>
    private static readonly HashSet<string> _left = new(StringComparer.OrdinalIgnoreCase)
    {
        "UtcTime", "HandleId", "TransactionId", "RestrictedSidCount", "ResourceAttributes", "KeyLength", "TransmittedServices", "LmPackageName", "TargetLinkedLogonId", "SubjectLogonId", "TargetLogonId", "LogonId", "TerminalSessionId", "FilterRTID", "LayerRTID", "LayerName",
        "RemoteMachineID", "RemoteUserID", "SourceThreadId", "NewThreadId", "SourceHandleId", "TargetHandleId", "RestrictedAdminMode", "VirtualAccount", "TargetOutboundUserName", "TargetOutboundDomainName", "EventCountTotal", "EventIdx", "ScriptBlockId", "MessageNumber",
        "MessageTotal", "SourcePortName", "DestinationPortName", "SourceIsIpv6", "DestinationIsIpv6", "ContextInfo", "Payload", "ScriptBlockText", "IpPort", "Archived", "IsExecutable", "GroupMembership", "RuleName", "ObjectServer", "AccessReason", "ImpersonationLevel", "UserData",
    };

    /// <summary>Of a file with a valid signature the signer says enough.</summary>
    private static readonly HashSet<string> _fileInfo = ["Company", "Product", "Description", "FileVersion", "OriginalFileName"];

    public static LogEvent Tell(WindowsEvent happened, int number)
    {
        string log = Log(happened);
        WindowsMeaning? meaning = WindowsMeanings.Of(log, happened.Id);
        IReadOnlyList<(string Name, string Value)> data = PowerShell.IsFrom(log) ? PowerShell.Fields(happened) : happened.Data;
        var text = new StringBuilder($"{log} {happened.Id}".Trim());
        if (meaning is not null)
            text.Append(' ').Append(meaning.Words);
        text.Append(": ");
        bool trusted = data.Contains(("SignatureStatus", "Valid"));
        int before = text.Length;
        foreach (string name in meaning?.Fields ?? [])
            foreach ((_, string value) in data.Where(field => field.Name == name))
                Append(text, happened.Id, name, value);
        foreach ((string name, string value) in data)
            if (meaning?.Fields.Contains(name) != true && !IsLeft(name) && !(trusted && _fileInfo.Contains(name)))
                Append(text, happened.Id, name, value);
        if (text.Length == before && happened.Message is not null)
            text.Append(LogText.OneLine(happened.Message, 1500));
        if (text.Length == before)
            text.Length -= 2;
        return new LogEvent
        {
            Line = number,
            Time = happened.Time,
            Order = happened.Order,
            Group = happened.Computer.Length == 0 ? "" : $"Host {LogText.OneLine(happened.Computer, 200)}",
            Shape = Shape(log, happened, data),
            Text = LogText.OneLine(text.ToString()),
            Detail = PowerShell.Script(happened),
        };
    }

    private static void Append(StringBuilder text, int id, string name, string value)
    {
        string told = WindowsValues.Tell(name, value.Trim(), id);
        if (told.StartsWith("&lt;", StringComparison.Ordinal))
            told = WebUtility.HtmlDecode(told);
        // Of a call trace only code outside of any module is telling.
        bool empty = told is "" or "-" or "0x0" or "NULL" || told.StartsWith("{00000000-", StringComparison.Ordinal) || (name == "CallTrace" && !told.Contains("UNKNOWN", StringComparison.Ordinal));
        if (!empty)
            JsonFormat.Append(text, name, told);
    }

    private static bool IsLeft(string name) => _left.Contains(name) || name.EndsWith("Guid", StringComparison.OrdinalIgnoreCase) || name.EndsWith("UserSid", StringComparison.Ordinal);

    /// <summary>Events of the same programs are of one kind, whatever else they tell.</summary>
    private static string Shape(string log, WindowsEvent happened, IReadOnlyList<(string Name, string Value)> data)
    {
        var shape = new StringBuilder($"{log} {happened.Id}");
        foreach (string name in _programs)
            foreach ((string known, string value) in data)
                if (known == name)
                    shape.Append('|').Append(value.AsSpan(value.LastIndexOf('\\') + 1));
        return shape.ToString();
    }

    /// <summary>"Microsoft-Windows-Sysmon/Operational" is Sysmon to everybody.</summary>
    private static string Log(WindowsEvent happened)
    {
        string channel = happened.Channel.Length > 0 ? happened.Channel : happened.Provider;
        if (channel.StartsWith("Microsoft-Windows-Security-Auditing", StringComparison.OrdinalIgnoreCase) || channel.Equals("security", StringComparison.OrdinalIgnoreCase))
            return "Security";
        if (channel.Equals("system", StringComparison.OrdinalIgnoreCase))
            return "System";
        const string prefix = "Microsoft-Windows-";
        string name = channel.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? channel[prefix.Length..] : channel;
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        name = slash > 0 ? name[..slash] : name;
        return name.Equals("sysmon", StringComparison.OrdinalIgnoreCase) ? "Sysmon" : name.Equals("powershell", StringComparison.OrdinalIgnoreCase) ? "PowerShell"
            : name.Equals("windows powershell", StringComparison.OrdinalIgnoreCase) ? "Windows PowerShell" : LogText.OneLine(name, 100);
    }
}

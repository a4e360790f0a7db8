using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Logs.Formats;

/// <summary>
/// The log of logins (auth.log, secure). What a process of sshd says belongs to the address it talks with, even the lines that do not
/// name it: a section is an address, its attempts in order, headed by what came of them. Other programs are one section a host.
/// </summary>
internal sealed partial class SshdFormat : ILogFormat
{
    public string Name => "SSH and login log";

    public static bool Recognises(IReadOnlyList<string> lines) =>
        SyslogFormat.Recognises(lines) && lines.Count(line => line.Contains("sshd", StringComparison.Ordinal)) * 2 >= lines.Count;

    public string? Read(string line, int number, List<LogEvent> events)
    {
        if (!SyslogLine.TryRead(line, out SyslogLine syslog))
            return "no syslog line (time, host, program)";
        bool sshd = syslog.Program.StartsWith("sshd");
        events.Add(new LogEvent
        {
            Line = number,
            Time = syslog.Time,
            Order = syslog.Order,
            Group = sshd ? $"{syslog.Host} {syslog.Program}[{syslog.Process}]" : $"Host {syslog.Host}",
            Shape = syslog.Program.ToString(),
            Text = LogText.OneLine(sshd ? syslog.Message : SyslogFormat.Tell(syslog)),
        });
        return null;
    }

    public void Arrange(List<LogEvent> events)
    {
        var addresses = new Dictionary<string, string>();
        foreach (LogEvent happened in events)
            if (IsSession(happened) && Address().Match(happened.Text) is { Success: true } match)
                addresses[Session(happened)] = match.Groups["address"].Value;
        foreach (LogEvent happened in events)
            if (IsSession(happened))
                happened.Group = addresses.TryGetValue(Session(happened), out string? address) ? $"From {address}" : $"sshd on {happened.Group[..happened.Group.IndexOf(' ', StringComparison.Ordinal)]}";
    }

    public string? Summary(IReadOnlyList<LogEvent> section)
    {
        int failed = 0, accepted = 0;
        var users = new Dictionary<string, int>();
        var successes = new List<string>();
        foreach (LogEvent happened in section)
        {
            if (Attempt().Match(happened.Text) is not { Success: true } match)
                continue;
            int times = match.Groups["times"] is { Success: true, Value: var more } ? Math.Min(int.Parse(more, CultureInfo.InvariantCulture), 1000) : 1;
            string user = match.Groups["user"].Value;
            if (match.Groups["result"].Value == "Accepted")
            {
                accepted++;
                successes.Add($"{user} by {match.Groups["method"].Value} at {happened.Time}");
                continue;
            }
            failed += times;
            users[user] = users.GetValueOrDefault(user) + times;
        }
        if (failed + accepted == 0)
            return null;
        var text = new StringBuilder();
        if (failed > 0)
            text.Append(CultureInfo.InvariantCulture, $"{failed:N0} failed {(failed == 1 ? "login" : "logins")} as {Told(users)}. ");
        text.Append(accepted == 0 ? "None succeeded." : $"{accepted} succeeded: {string.Join("; ", successes.Take(10))}.");
        return text.ToString();
    }

    private static string Told(Dictionary<string, int> users)
    {
        const int most = 15;
        string told = string.Join(", ", users.OrderByDescending(user => user.Value).Take(most).Select(user => $"{user.Key} ({user.Value})"));
        return users.Count > most ? $"{told} and {users.Count - most} more users" : told;
    }

    private static bool IsSession(LogEvent happened) => happened.Shape.StartsWith("sshd", StringComparison.Ordinal) && happened.Group.EndsWith(']');

    /// <summary>Modules log under another name: sshd(pam_unix)[7] and sshd[7] are one process.</summary>
    private static string Session(LogEvent happened)
    {
        string group = happened.Group;
        return string.Concat(group.AsSpan(0, group.IndexOf(' ', StringComparison.Ordinal)), group.AsSpan(group.LastIndexOf('[')));
    }

    [GeneratedRegex(@"(?:from |rhost=|\[|by |with |user \S{1,64} )(?<address>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:]{2,40}|(?<=rhost=)[A-Za-z0-9.-]{3,255})")]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?:message repeated (?<times>\d{1,5}) times: \[ ?)?(?<result>Failed|Accepted) (?<method>\S{1,40}) for (?:invalid user |illegal user )?(?<user>.{0,64}?) from \S")]
    private static partial Regex Attempt();
}

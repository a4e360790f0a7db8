using System.Globalization;

namespace Hone.Corpus.Sources.Logs.Formats;

/// <summary>
/// Access logs of web servers, common and combined, a virtual host before them or more fields behind. A section is a client with its
/// browser: what it asked for, in order.
/// </summary>
internal sealed class WebFormat : ILogFormat
{
    public string Name => "Web access log";

    public static bool Recognises(IReadOnlyList<string> lines) => lines.Count > 0 && lines.Count(line => Parse(line, 0) is not null) * 5 >= lines.Count * 4;

    public string? Read(string line, int number, List<LogEvent> events)
    {
        if (Parse(line, number) is not { } happened)
            return "no access log line (client, [time], \"request\", status)";
        events.Add(happened);
        return null;
    }

    public string? Summary(IReadOnlyList<LogEvent> section)
    {
        if (section.Count < 5)
            return null;
        var answers = section.CountBy(happened => happened.Shape[(happened.Shape.LastIndexOf(' ') + 1)..]).OrderBy(answer => answer.Key, StringComparer.Ordinal);
        return $"{section.Count.ToString("N0", CultureInfo.InvariantCulture)} requests, answered with {string.Join(", ", answers.Select(answer => $"{answer.Key} ({answer.Value})"))}.";
    }

    private static LogEvent? Parse(string line, int number)
    {
        int open = line.IndexOf('[', StringComparison.Ordinal), close = open < 0 ? -1 : line.IndexOf(']', open);
        if (open is < 4 or > 400 || close < 0 || close - open > 40 || LogClock.Read(line.AsSpan(open), out LogTime time, out string order) == 0)
            return null;
        ReadOnlySpan<char> rest = line.AsSpan(close + 1).TrimStart();
        string? request = Quoted(ref rest);
        ReadOnlySpan<char> status = Word(ref rest), size = Word(ref rest);
        if (request is null || status.Length != 3 || !char.IsAsciiDigit(status[0]) || (size is not "-" && !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return null;
        string? referrer = Quoted(ref rest), agent = Quoted(ref rest);
        string[] before = line[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Apache's vhost_combined has the server's name first, then the client.
        int client = before.Length > 3 ? 1 : 0;
        string user = before.Length > client + 2 && before[client + 2] != "-" ? $" as user {before[client + 2]}" : "";
        string host = client == 1 ? $" to {before[0]}" : "";
        string sent = size is "-" or "0" ? "" : $", {size} bytes";
        string from = referrer is null or "-" or "" ? "" : $", from {referrer}";
        string more = rest.Trim() is { IsEmpty: false } extra ? $", {extra}" : "";
        int space = request.IndexOf(' ', StringComparison.Ordinal);
        string method = space is > 0 and < 12 ? request[..space] : "";
        int version = request.LastIndexOf(" HTTP/", StringComparison.Ordinal);
        return new LogEvent
        {
            Line = number,
            Time = time,
            Order = order,
            Group = agent is null or "-" or "" ? $"Client {before[client]}" : $"Client {before[client]}, {LogText.OneLine(agent, 300)}",
            Shape = $"{method} {status}",
            Text = LogText.OneLine($"{(version > 0 ? request[..version] : request)}{host}{user} answered {status}{sent}{from}{more}"),
        };
    }

    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        int space = rest.IndexOf(' ');
        ReadOnlySpan<char> word = space < 0 ? rest : rest[..space];
        rest = space < 0 ? default : rest[space..];
        return word;
    }

    /// <summary>A quote inside is escaped with a backslash, and stays as it is: it is what the client sent.</summary>
    private static string? Quoted(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        if (rest.IsEmpty || rest[0] != '"')
            return null;
        int end = 1;
        while (end < rest.Length && rest[end] != '"')
            end += rest[end] == '\\' ? 2 : 1;
        if (end >= rest.Length)
            return null;
        string text = rest[1..end].ToString();
        rest = rest[(end + 1)..];
        return text;
    }
}

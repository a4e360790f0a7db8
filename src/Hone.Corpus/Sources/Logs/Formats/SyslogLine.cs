namespace Hone.Corpus.Sources.Logs.Formats;

/// <summary>
/// One line of syslog. RFC 3164 as programs write it ("Dec 10 06:55:46 host sshd[1]: text", with "&lt;38&gt;" before it or without, the
/// time in ISO 8601 too) and RFC 5424 ("&lt;34&gt;1 time host app process id [data] text").
/// </summary>
internal readonly ref struct SyslogLine
{
    private static readonly string[] _facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "alert", "clock",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    private static readonly string[] _severities = ["emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"];

    public LogTime Time { get; private init; }
    public string Order { get; private init; }
    public ReadOnlySpan<char> Host { get; private init; }

    /// <summary>The program, without its process id.</summary>
    public ReadOnlySpan<char> Program { get; private init; }

    public ReadOnlySpan<char> Process { get; private init; }

    /// <summary>RFC 5424's structured data, in its brackets.</summary>
    public ReadOnlySpan<char> Data { get; private init; }

    public ReadOnlySpan<char> Message { get; private init; }

    /// <summary>0 to 191, or -1.</summary>
    public int Priority { get; private init; }

    public string? PriorityName => Priority < 0 ? null : $"{_facilities[Priority >> 3]}.{_severities[Priority & 7]}";

    public static bool TryRead(ReadOnlySpan<char> line, out SyslogLine syslog)
    {
        syslog = default;
        ReadOnlySpan<char> rest = line;
        int priority = ReadPriority(ref rest);
        if (priority >= 0 && rest.Length > 2 && rest[0] is >= '1' and <= '9' && rest[1] == ' ')
            return TryReadNew(rest[2..], priority, out syslog);
        int length = LogClock.Read(rest, out LogTime time, out string order);
        if (length == 0 || length >= rest.Length || rest[length] != ' ' || rest[0] is '[' or '(' or ' ')
            return false;
        rest = rest[(length + 1)..].TrimStart(' ');
        int space = rest.IndexOf(' ');
        if (space is <= 0 or > 255 || !IsHost(rest[..space]))
            return false;
        ReadOnlySpan<char> host = rest[..space];
        rest = rest[(space + 1)..];
        int tag = TagLength(rest);
        ReadOnlySpan<char> program = rest[..tag], process = default;
        if (tag > 0 && program[^1] == ':')
            program = program[..^1];
        int bracket = program.LastIndexOf('[');
        if (bracket > 0 && program[^1] == ']')
        {
            process = program[(bracket + 1)..^1];
            program = program[..bracket];
        }
        syslog = new SyslogLine { Time = time, Order = order, Host = host, Program = program, Process = process, Message = rest[tag..].Trim(), Priority = priority };
        return true;
    }

    private static int ReadPriority(scoped ref ReadOnlySpan<char> rest)
    {
        int close = rest.Length > 2 && rest[0] == '<' ? rest[..Math.Min(rest.Length, 5)].IndexOf('>') : -1;
        if (close < 2 || !int.TryParse(rest[1..close], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int priority) || priority > 191)
            return -1;
        rest = rest[(close + 1)..];
        return priority;
    }

    private static bool TryReadNew(ReadOnlySpan<char> rest, int priority, out SyslogLine syslog)
    {
        syslog = default;
        ReadOnlySpan<char> stamp = Word(ref rest), host = Word(ref rest), program = Word(ref rest), process = Word(ref rest), id = Word(ref rest);
        LogTime time = LogTime.None;
        if (id.IsEmpty || (stamp is not "-" && !LogClock.TryParse(stamp, out time)))
            return false;
        int data = DataLength(rest);
        if (data < 0)
            return false;
        ReadOnlySpan<char> message = rest[data..].Trim().TrimStart('\uFEFF');
        syslog = new SyslogLine
        {
            Time = time,
            Order = stamp.ToString(),
            Host = host is "-" ? default : host,
            Program = program is "-" ? default : program,
            Process = process is "-" ? default : process,
            Data = rest[..data] is "-" ? default : rest[..data],
            Message = message,
            Priority = priority,
        };
        return true;
    }

    private static ReadOnlySpan<char> Word(scoped ref ReadOnlySpan<char> rest)
    {
        int space = rest.IndexOf(' ');
        ReadOnlySpan<char> word = space < 0 ? rest : rest[..space];
        rest = space < 0 ? default : rest[(space + 1)..];
        return word;
    }

    /// <summary>"-" or "[id name="value"]...": a bracket inside a value is escaped with a backslash. -1 where it is not closed.</summary>
    private static int DataLength(ReadOnlySpan<char> rest)
    {
        if (rest.Length > 0 && rest[0] == '-')
            return 1;
        int at = 0;
        bool quoted = false;
        while (at < rest.Length && (rest[at] == '[' || quoted))
        {
            for (at++; at < rest.Length && (rest[at] != ']' || quoted); at++)
            {
                if (rest[at] == '\\')
                    at++;
                else if (rest[at] == '"')
                    quoted = !quoted;
            }
            if (at >= rest.Length)
                return -1;
            at++;
        }
        return at;
    }

    /// <summary>A tag ends at its colon or bracket, at the first space at the latest; "program(module)[1]:" is one.</summary>
    private static int TagLength(ReadOnlySpan<char> rest)
    {
        int space = rest.IndexOf(' ');
        ReadOnlySpan<char> word = space < 0 ? rest : rest[..space];
        if (word.Length is > 0 and <= 128 && word[^1] == ':')
            return word.Length;
        int close = word.IndexOf("]:");
        if (close > 0)
            return close + 2;
        // Names with spaces: "com.apple.xpc.launchd[1] (com.apple.x[2]):" keep their bracket only.
        int colon = word.IndexOf(':');
        return colon > 0 && word[..colon].IndexOfAny("/=") < 0 ? colon + 1 : 0;
    }

    private static bool IsHost(ReadOnlySpan<char> word)
    {
        foreach (char c in word)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_' or ':' or '/' or '%' or '@'))
                return false;
        return word[^1] != ':';
    }
}

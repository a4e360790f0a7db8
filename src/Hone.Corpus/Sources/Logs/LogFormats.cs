using Hone.Corpus.Sources.Logs.Formats;

namespace Hone.Corpus.Sources.Logs;

/// <summary>How a file is read: its format, and what makes lines of records that are none.</summary>
internal sealed record LogReading(ILogFormat Format, Func<Stream, Stream>? Lines = null);

/// <summary>The formats there are, each told by the first lines of a file. Narrower ones come first.</summary>
internal static class LogFormats
{
    private static readonly (string Kind, Func<LogHead, LogReading?> Recognise)[] _all =
    [
        ("weblog", head => WebFormat.Recognises(head.Lines) ? new(new WebFormat()) : null),
        ("sshd", head => SshdFormat.Recognises(head.Lines) ? new(new SshdFormat()) : null),
        ("syslog", head => SyslogFormat.Recognises(head.Lines) ? new(new SyslogFormat()) : null),
    ];

    /// <summary>The format of a file whose kind is not stated; plain lines where no other fits.</summary>
    public static LogReading Recognise(LogHead head) =>
        _all.Select(format => format.Recognise(head)).FirstOrDefault(reading => reading is not null) ?? new(new PlainFormat(PlainFormat.AreTimed(head.Lines)));

    /// <summary>The stated format, whether or not the first lines look like it: its broken lines are counted.</summary>
    public static LogReading? Stated(string kind, LogHead head) => kind switch
    {
        "syslog" => new(new SyslogFormat()),
        "sshd" => new(new SshdFormat()),
        "weblog" => new(new WebFormat()),
        _ => _all.First(format => format.Kind == kind).Recognise(head),
    };
}

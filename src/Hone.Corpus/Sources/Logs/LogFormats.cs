using Hone.Corpus.Sources.Logs.Formats;
using Hone.Corpus.Sources.Logs.Json;
using Hone.Corpus.Sources.Logs.Windows;
using Hone.Corpus.Sources.Logs.Zeek;

namespace Hone.Corpus.Sources.Logs;

/// <summary>How a file is read: its format, and what makes lines of records that are none.</summary>
internal sealed record LogReading(ILogFormat Format, Func<Stream, Stream>? Lines = null);

/// <summary>The formats there are, each told by the first lines of a file. Narrower ones come first.</summary>
internal static class LogFormats
{
    private static readonly (string Kind, Func<LogHead, LogReading?> Recognise)[] _all =
    [
        ("zeek", ZeekTableFormat.Recognise),
        ("winevent", WindowsFormat.Recognise),
        ("zeek", ZeekJsonFormat.Recognise),
        ("jsonlog", head => JsonFormat.Recognise(head, () => new JsonFormat())),
        ("cef", head => CefFormat.Recognises(head.Lines) ? new(new CefFormat()) : null),
        ("weblog", head => WebFormat.Recognises(head.Lines) ? new(new WebFormat()) : null),
        ("sshd", head => SshdFormat.Recognises(head.Lines) ? new(new SshdFormat()) : null),
        ("syslog", head => SyslogFormat.Recognises(head.Lines) ? new(new SyslogFormat()) : null),
    ];

    /// <summary>The format of a file whose kind is not stated; plain lines where no other fits.</summary>
    public static LogReading Recognise(LogHead head) =>
        _all.Select(format => format.Recognise(head)).FirstOrDefault(reading => reading is not null) ?? new(new PlainFormat(PlainFormat.AreTimed(head.Lines)));

    /// <summary>The stated format, whether or not the first lines look like it: its broken lines are counted.</summary>
    public static LogReading Stated(string kind, LogHead head) =>
        _all.Where(format => format.Kind == kind).Select(format => format.Recognise(head)).FirstOrDefault(reading => reading is not null) ?? new(kind switch
        {
            "zeek" => new ZeekTableFormat(head.Name),
            "winevent" => new WindowsFormat(xml: false),
            "jsonlog" => new JsonFormat(),
            "cef" => new CefFormat(),
            "weblog" => new WebFormat(),
            "sshd" => new SshdFormat(),
            _ => new SyslogFormat(),
        });
}

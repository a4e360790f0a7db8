using Hone.Core;
using Hone.Corpus.Sources.Advisories;
using Hone.Corpus.Sources.Detections;
using Hone.Corpus.Sources.Files;
using Hone.Corpus.Sources.Frameworks;
using Hone.Corpus.Sources.Logs;
using Hone.Corpus.Sources.Stix;
using Hone.Corpus.Sources.Vulnerabilities;
using Hone.Corpus.Sources.Weaknesses;

namespace Hone.Corpus.Sources;

/// <summary>Every kind of source. A new one is a file, a test, and a line here.</summary>
public static class SourceList
{
    internal static IReadOnlyList<IDocumentSource> All { get; } =
    [
        // What a team has.
        new TextSource("markdown", "Markdown files (.md, .markdown, .txt) of a folder, or one file"),
        new TextSource("text", "Text files (.txt, .log, .md, .rst) of a folder, or one file"),
        new JsonlSource(),
        new HtmlSource(),
        new PdfSource(),
        new DocxSource(),
        new XlsxSource(),
        new CsvSource(),
        new TicketSource(),
        new MailSource(),
        new LogSource("logs", "Logs of any format told by their first lines: plain, .gz, .zip or .tar.gz, one file or a folder"),
        new LogSource("syslog", "Syslog, RFC 3164 and 5424"),
        new LogSource("jsonlog", "Events as JSON, one a line or in an array, of any schema: ECS, CloudTrail, Suricata's eve.json, ..."),
        new LogSource("cef", "CEF and LEEF of security devices"),
        new LogSource("winevent", "Windows events as JSON lines (Winlogbeat, NXLog, OTRF) or as exported XML"),
        new LogSource("zeek", "Zeek's logs, tab-separated or JSON"),
        new LogSource("sshd", "Logins of a Linux host (auth.log, secure), told by address and user"),
        new LogSource("weblog", "Access logs of Apache, nginx and others, common or combined"),

        // Frameworks and catalogues.
        new StixSource("attack", "MITRE ATT&CK as a STIX 2 bundle (.json)", "MITRE ATT&CK terms of use"),
        new StixSource("capec", "MITRE CAPEC as a STIX 2 bundle (.json)", "MITRE CAPEC terms of use"),
        new CweSource(),
        new AtlasSource(),
        new D3fendSource(),
        new OscalSource(),
        new RfcSource(),
        new MispGalaxySource(),
        new MispEventSource(),

        // Vulnerabilities and advisories.
        new CveSource(),
        new NvdSource(),
        new KevSource(),
        new EpssSource(),
        new OsvSource(),
        new GhsaSource(),
        new CsafSource(),
        new CertSource(),

        // Detection content and tests.
        new SigmaSource(),
        new SplunkSource(),
        new YaraSource(),
        new SuricataSource(),
        new NucleiSource(),
        new AtomicSource(),
        new LolbasSource(),
        new GtfobinsSource(),
    ];

    public static IReadOnlyList<string> Kinds { get; } = [.. All.Select(source => source.Kind)];

    /// <summary>Kind and one sentence of each, for help and reference pages.</summary>
    public static IReadOnlyList<(string Kind, string Description)> Descriptions { get; } = [.. All.Select(source => (source.Kind, source.Description))];

    /// <summary>What this machine lacks to read a source, or null.</summary>
    public static UserError? Lacks(SourceReference reference) => For(reference).Lacks;

    internal static IDocumentSource For(SourceReference reference) => All.Single(source => source.Kind == reference.Kind);
}

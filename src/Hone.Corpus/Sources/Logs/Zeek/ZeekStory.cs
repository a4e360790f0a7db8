using System.Globalization;
using System.Text;
using Hone.Corpus.Sources.Logs.Formats;
using Hone.Corpus.Sources.Logs.Json;

namespace Hone.Corpus.Sources.Logs.Zeek;

/// <summary>Tells a Zeek record: who talked to whom, then what the log is about. Field names are those of docs.zeek.org.</summary>
internal static class ZeekStory
{
    private static readonly Dictionary<string, string> _states = new()
    {
        ["S0"] = "no answer",
        ["S1"] = "open, not closed",
        ["SF"] = "opened and closed normally",
        ["REJ"] = "refused",
        ["S2"] = "open, closed by the origin only",
        ["S3"] = "open, closed by the responder only",
        ["RSTO"] = "reset by the origin",
        ["RSTR"] = "reset by the responder",
        ["RSTOS0"] = "SYN then reset by the origin, no answer",
        ["RSTRH"] = "SYN-ACK then reset by the responder",
        ["SH"] = "SYN then FIN, no answer",
        ["SHR"] = "SYN-ACK then FIN, no SYN seen",
        ["OTH"] = "seen from its middle only",
    };

    /// <summary>Fields told elsewhere, or numbers that serve only to join logs with each other.</summary>
    private static readonly HashSet<string> _left =
    [
        "ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "fuid", "fuids", "orig_fuids", "resp_fuids", "conn_uids", "id", "cert_chain_fuids", "client_cert_chain_fuids", "cert_chain_fps", "trans_id", "qclass", "qclass_name", "qtype", "rcode", "AA", "TC", "RD", "RA", "Z",
        "TTLs", "rejected", "write_ts", "missed_bytes", "orig_ip_bytes", "resp_ip_bytes", "tunnel_parents", "local_orig", "local_resp", "conn_state", "proto", "service", "duration", "orig_bytes", "resp_bytes", "rtt", "query", "qtype_name", "rcode_name", "answers",
        "method", "host", "uri", "status_code", "status_msg", "trans_depth", "note", "msg", "server_name", "version", "ssl_history", "n", "peer_descr", "actions", "email_dest", "suppress_for", "src", "dst", "p", "peer", "orig_l2_addr", "resp_l2_addr", "system", "proc", "certificate.version", "certificate.exponent", "certificate.key_alg",
    ];

    public static LogEvent Tell(ZeekRecord record, int number)
    {
        var text = new StringBuilder(record.Path);
        string? origin = record["id.orig_h"], responder = record["id.resp_h"];
        if (origin is not null)
            text.Append(' ').Append(End(origin, record["id.orig_p"])).Append(" -> ").Append(End(responder ?? "?", record["id.resp_p"]));
        string shape = Subject(record, text);
        if (text.Length == record.Path.Length)
            text.Append(": ");
        foreach ((string name, string value) in record.Fields)
            if (value is not ("F" or "(empty)" or "0") && !(_left.Contains(name) && IsTold(record.Path, name)))
                JsonFormat.Append(text, name.StartsWith("certificate.", StringComparison.Ordinal) ? name["certificate.".Length..] : name, value);
        (LogTime time, string order) = Time(record["ts"]);
        return new LogEvent
        {
            Line = number,
            Time = time,
            Order = order,
            Group = (origin ?? (record.Path is "software" or "known_hosts" or "known_services" ? record["host"] : null)) is { } host ? $"Host {host}" : "",
            Shape = $"{record.Path} {shape}",
            Text = LogText.OneLine(text.ToString()),
        };
    }

    /// <summary>The part each log is about; gives what tells one kind of its lines from another.</summary>
    private static string Subject(ZeekRecord record, StringBuilder text)
    {
        switch (record.Path)
        {
            case "conn":
                string state = record["conn_state"] ?? "";
                text.Append($" {record["proto"]} {record["service"]}".TrimEnd()).Append($", {state} ({_states.GetValueOrDefault(state, "unknown state")})");
                text.Append(record["duration"] is { } seconds ? $", {Short(seconds)} s" : "").Append(record["orig_bytes"] is { } sent ? $", {sent} bytes sent" : "").Append(record["resp_bytes"] is { } got ? $", {got} bytes received" : "");
                return $"{state} {record["service"]}";
            case "dns":
                text.Append($" {record["qtype_name"]} {record["query"]}".TrimEnd()).Append(record["rcode_name"] is { } code ? $", {code}" : ", no answer").Append(record["answers"] is { } answers ? $": {answers}" : "");
                return $"{record["qtype_name"]} {record["rcode_name"]}";
            case "http":
                text.Append($" {record["method"]} {record["host"]}{record["uri"]}".TrimEnd()).Append(record["status_code"] is { } status ? $", {status} {record["status_msg"]}".TrimEnd() : ", no answer");
                return $"{record["method"]} {record["status_code"]}";
            case "ssl":
                text.Append(record["version"] is { } version ? $" {version}" : "").Append(record["server_name"] is { } name ? $" to {name}" : "");
                return record["established"] ?? "";
            case "notice":
                text.Append($" {record["note"]}").Append(record["msg"] is { } message ? $": {message}" : "");
                return record["note"] ?? "";
            default:
                return record["name"] is { } kind && record.Path == "weird" ? kind : record["operation"] ?? record["request_type"] ?? record["action"] ?? "";
        }
    }

    /// <summary>Only the logs that tell these fields in words leave them out of the list.</summary>
    private static bool IsTold(string path, string name) => name switch
    {
        "host" => path is "http",
        "src" or "dst" or "p" => path is "notice",
        "version" => path is "ssl",
        "id" => path is not "ocsp",
        "service" or "proto" or "duration" or "method" or "uri" or "status_code" or "status_msg" or "query" => path is "conn" or "dns" or "http",
        "server_name" => path is "ssl",
        "msg" or "note" => path is "notice",
        _ => true,
    };

    private static string End(string address, string? port) => port is null or "0" ? address : address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";

    private static string Short(string seconds) => double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value.ToString(value < 10 ? "0.##" : "0", CultureInfo.InvariantCulture) : seconds;

    private static (LogTime, string) Time(string? stamp)
    {
        if (stamp is null)
            return (LogTime.None, "");
        if (double.TryParse(stamp, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            return (LogClock.FromSeconds(seconds), stamp);
        _ = LogClock.TryParse(stamp, out LogTime time);
        return (time, stamp);
    }
}

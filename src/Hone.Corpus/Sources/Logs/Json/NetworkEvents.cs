using System.Text;
using Hone.Corpus.Sources.Logs.Formats;

namespace Hone.Corpus.Sources.Logs.Json;

/// <summary>Suricata's eve.json: what was seen between two addresses, alerts with their signature first.</summary>
internal static class NetworkEvents
{
    private static readonly string[] _left =
    [
        "timestamp", "flow_id", "event_type", "src_ip", "src_port", "dest_ip", "dest_port", "proto", "in_iface", "pcap_cnt", "tx_id", "community_id", "ip_v", "pkt_src", "alert.signature", "alert.category", "alert.severity",
        "alert.signature_id", "alert.rev", "alert.gid", "metadata.flowbits", "app_proto", "host", "stream",
    ];

    public static LogEvent? Tell(JsonFields fields, int number, LogTime time, string order)
    {
        if (fields["event_type"] is not { } type || fields["src_ip"] is not { } source)
            return null;
        var text = new StringBuilder(type == "alert" ? "Alert" : type);
        if (fields["alert.signature"] is { } signature)
        {
            text.Append(' ').Append(LogText.OneLine(signature)).Append(" (sid ").Append(fields["alert.signature_id"] ?? "unknown");
            text.Append(fields["alert.category"] is { } category ? $", {LogText.OneLine(category)}" : "").Append(fields["alert.severity"] is { } severity ? $", severity {severity})" : ")");
        }
        text.Append(": ").Append(fields["proto"] ?? "").Append(' ').Append(End(source, fields["src_port"])).Append(" -> ").Append(End(fields["dest_ip"] ?? "?", fields["dest_port"]));
        if (fields["app_proto"] is { } protocol and not "failed")
            text.Append(' ').Append(protocol);
        foreach ((string name, string value) in fields.All)
            if (!_left.Contains(name) && value is not "0" && (type == "flow" || !name.StartsWith("flow.", StringComparison.Ordinal)) && !name.StartsWith("alert.metadata", StringComparison.Ordinal))
                JsonFormat.Append(text, name.StartsWith(type + ".", StringComparison.Ordinal) ? name[(type.Length + 1)..] : name, value);
        return new LogEvent { Line = number, Time = time, Order = order, Group = $"From {source}", Shape = $"{type} {fields["alert.signature_id"]}", Text = LogText.OneLine(text.ToString()) };
    }

    private static string End(string address, string? port) => port is null ? address : address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";
}

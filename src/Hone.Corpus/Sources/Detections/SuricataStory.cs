namespace Hone.Corpus.Sources.Detections;

/// <summary>A network rule in words: what it does with which traffic, its class and what it refers to; then the rule.</summary>
internal static class SuricataStory
{
    public static string Tell(string code, SuricataRule rule, Dictionary<string, string> metadata, AttackNames names)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, rule.Text("msg") ?? "Suricata rule");
        text.Paragraph(Introduction(rule, metadata, names));
        text.Code("suricata", code);
        return text.ToString();
    }

    public static string[] Cves(SuricataRule rule) => [.. rule.Texts("reference").Select(reference => reference.Split(',', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length == 2 && parts[0].Equals("cve", StringComparison.OrdinalIgnoreCase))
        .Select(parts => parts[1].StartsWith("CVE-", StringComparison.OrdinalIgnoreCase) ? parts[1].ToUpperInvariant() : "CVE-" + parts[1]).Distinct()];

    private static string Introduction(SuricataRule rule, Dictionary<string, string> metadata, AttackNames names)
    {
        string[] header = rule.Header;
        string traffic = $"{Protocol(header[1])} traffic";
        if (header.Length == 7 && !(header[2] == "any" && header[3] == "any" && header[5] == "any" && header[6] == "any"))
            traffic += header[4] == "<>"
                ? $" between {End(header[2], header[3])} and {End(header[5], header[6])}"
                : $" from {End(header[2], header[3])} to {End(header[5], header[6])}";
        var sentences = new List<string> { $"This Suricata rule {Action(header[0])} {traffic}{Flow(rule.Text("flow"))}." };
        if (rule.Text("classtype") is { } type)
            sentences.Add($"Its class is {type.Replace('-', ' ')}.");
        Add("attack_target", "The target is {0}.");
        Add("malware_family", "The malware family is {0}.");
        Add("signature_severity", "The severity is {0}.");
        if (metadata.GetValueOrDefault("mitre_technique_id") is { } technique && names.Tell("It corresponds to", [], [technique]) is { } told)
            sentences.Add(told);
        if (Cves(rule) is { Length: > 0 } cves)
            sentences.Add($"It concerns {Prose.List(cves)}.");
        return string.Join(' ', sentences);

        void Add(string key, string sentence)
        {
            if (metadata.GetValueOrDefault(key) is { } value)
                sentences.Add(sentence.Replace("{0}", value.Replace('_', ' '), StringComparison.Ordinal));
        }
    }

    private static string Action(string action) => action.Split(':')[0] switch
    {
        "alert" => "alerts on",
        "drop" or "sdrop" or "block" => "drops",
        "pass" => "lets pass",
        "accept" => "accepts",
        "log" => "logs",
        "config" => "configures",
        _ => "rejects",
    };

    private static string Protocol(string protocol) => protocol switch
    {
        "ip" or "any" => "any IP",
        "pkthdr" => "malformed",
        _ => protocol.ToUpperInvariant(),
    };

    private static string End(string address, string port)
    {
        string host = address == "any" ? "any address" : address;
        return port == "any" ? host : $"{host} port {port}";
    }

    private static string Flow(string? flow)
    {
        string[] words = flow?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        string side = words.Contains("to_server") || words.Contains("from_client") ? " that goes to the server"
            : words.Contains("to_client") || words.Contains("from_server") ? " that goes to the client" : "";
        return side + (words.Contains("established") ? " in an established connection" : "");
    }
}

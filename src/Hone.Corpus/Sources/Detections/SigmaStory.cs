namespace Hone.Corpus.Sources.Detections;

/// <summary>A Sigma rule in words: what it finds, in which logs, what it means in ATT&amp;CK, when it is wrong; then the rule.</summary>
internal static class SigmaStory
{
    public static string Tell(SigmaRule rule, string title, string code, AttackNames names)
    {
        var text = new MarkdownBuilder();
        text.Heading(1, title);
        text.Paragraph(Prose.Tidy(rule.Text("description") is { } description ? MarkdownBuilder.Sentence(description) : null));
        text.Paragraph(Introduction(rule));
        text.Paragraph(Tags(rule, names));
        text.Heading(2, rule.IsCorrelation ? "Correlation" : "Detection");
        text.Code("yaml", code);
        text.Heading(2, "False positives");
        foreach (string falsePositive in rule.Texts("falsepositives"))
            if (Known(falsePositive))
                text.Item(Prose.Sentence(falsePositive));
        return text.ToString();
    }

    private static string Introduction(SigmaRule rule)
    {
        string kind = rule.IsCorrelation ? "This Sigma correlation" : "This Sigma rule";
        var sentences = new List<string> { $"{kind} {(rule.IsCorrelation ? "joins the alerts of other rules" : $"reads {Logs(rule)}")}." };
        if (rule.Text("level") is { } level)
            sentences.Add($"An alert has the level {level}.");
        if (rule.Text("status") is "experimental")
            sentences.Add("The rule is experimental.");
        return string.Join(' ', sentences);
    }

    /// <summary>"process creation events of Windows (service sysmon)".</summary>
    private static string Logs(SigmaRule rule)
    {
        string what = rule.LogSource("category") is { } category ? $"{Category(category)} events" : "logs";
        string of = rule.LogSource("product") is { } product ? $" of {Product(product)}" : "";
        string service = rule.LogSource("service") is { } name ? $" (service {name})" : "";
        return $"{what}{of}{service}";
    }

    private static string Category(string category) => category switch
    {
        "ps_script" => "PowerShell script block",
        "ps_module" => "PowerShell module",
        "ps_classic_start" or "ps_classic_provider_start" or "ps_classic_script" => "Windows PowerShell",
        "dns_query" or "dns" => "DNS query",
        "wmi_event" => "WMI",
        _ => category.Replace('_', ' '),
    };

    private static string Product(string product) => product switch
    {
        "windows" => "Windows",
        "linux" => "Linux",
        "macos" => "macOS",
        "aws" => "AWS",
        "gcp" => "Google Cloud",
        "azure" => "Azure",
        "m365" => "Microsoft 365",
        "github" => "GitHub",
        "okta" => "Okta",
        _ => product.Replace('_', ' '),
    };

    private static string? Tags(SigmaRule rule, AttackNames names)
    {
        string[] attack = [.. rule.Tags("attack")];
        var sentences = new List<string>();
        if (names.Tell("What it finds belongs to", attack, attack) is { } told)
            sentences.Add(told);
        string[] cves = [.. rule.Tags("cve").Select(cve => $"CVE-{cve.Replace('.', '-')}")];
        if (cves.Length > 0)
            sentences.Add($"It concerns {Prose.List(cves)}.");
        if (rule.Tags("detection").Contains("threat-hunting"))
            sentences.Add("It is meant for threat hunting: it finds what deserves a look, not what is certainly an attack.");
        return sentences.Count > 0 ? string.Join(' ', sentences) : null;
    }

    private static bool Known(string falsePositive) => falsePositive.TrimEnd('.').ToLowerInvariant() is not ("unknown" or "none" or "unlikely" or "n/a" or "-");
}

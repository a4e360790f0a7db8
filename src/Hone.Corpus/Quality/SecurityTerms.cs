using System.Buffers;

namespace Hone.Corpus.Quality;

/// <summary>
/// The first stage of relevance: a text without a single one of these words is hardly about security, and its probability is halved.
/// Meant to miss nothing and to be nearly free; what has the shape of a log needs none.
/// </summary>
internal static class SecurityTerms
{
    private static readonly SearchValues<string> Terms = SearchValues.Create(
        [
            "secur", "attack", "vulnerab", "exploit", "malware", "malicious", "threat", "adversar", "ransom", "phish", "trojan", "botnet", "backdoor", "rootkit", "spyware", "virus", "worm",
            "payload", "credential", "password", "passwd", "authenticat", "authoriz", "authoris", "privilege", "permission", "access control", "encrypt", "decrypt", "cipher", "crypto", "certificate",
            "tls", "ssl", "ssh", "firewall", "intrusion", "forensic", "incident", "breach", "compromis", "injection", "overflow", "use-after-free", "out-of-bounds", "denial of service", "dos ",
            "xss", "csrf", "ssrf", "xxe", "rce", "cve-", "cwe-", "capec", "cvss", "mitre", "att&ck", "owasp", "nist", "sigma", "yara", "snort", "suricata", "siem", "edr", "soc ", "ioc", "ttp",
            "sandbox", "hijack", "spoof", "tamper", "bypass", "disclos", "leak", "sniff", "brute", "fuzz", "patch", "advisory", "mitigat", "remediat", "untrusted", "sanitiz", "sanitis", "escap",
            "command and control", "c2 ", "exfiltrat", "lateral", "persistence", "obfuscat", "shellcode", "powershell", "mimikatz", "cobalt strike", "registry", "cmd.exe", "rundll32", "lolbin",
            "denied", "failed", "unauthorized", "invalid user", "audit", "complian", "risk", "hacker", "hack", "evil", "token", "secret", "sudo", "setuid", "chmod", "0day", "zero-day", "apt",
            "arbitrary", "crafted", "traversal", "remote", "sensitive", "crash", "corruption", "null pointer", "uninitialized", "race condition", "memory", "double free", "deseriali", "redirect",
            "unspecified", "bug", "fraud", "scam", "steal", "stole", "infect", "evad", "detect", "monitor", "domain", "abuse", "defen", "protect", "privacy", "surveil", "identity", "session", "log", "use after free", "over-read", "out of bounds", "improper", "pollution", "kernel", "firmware", "block", "policy", "restrict", "suspicious", "unusual", "actor", "campaign", "validation", "prevent", "indicator",
        ], StringComparison.OrdinalIgnoreCase);

    public static bool AnyIn(ReadOnlySpan<char> text) => text.ContainsAny(Terms);
}

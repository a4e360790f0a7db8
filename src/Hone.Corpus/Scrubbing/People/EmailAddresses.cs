using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.People;

/// <summary>
/// Mail addresses of people, from the '@' outwards. What stays: documentation's domains (RFC 2606), the addresses of offices (security@,
/// abuse@), what looks like one (package@1.2.3, git@host:path, logo@2x.png) and the attackers' own, told by the words before them.
/// Defanged addresses have no '@' between letters and stay by themselves.
/// </summary>
internal sealed class EmailAddresses(OwnMail own)
{
    private static readonly CharacterSet _local = new(CharacterSet.DigitText + CharacterSet.UpperText + CharacterSet.LowerText + "._-+'=");
    private static readonly CharacterSet _host = new(CharacterSet.DigitText + CharacterSet.UpperText + CharacterSet.LowerText + ".-");

    private static readonly HashSet<string> _files = new(StringComparer.OrdinalIgnoreCase)
    {
        "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "ts", "jsx", "tsx", "mjs", "json", "html", "htm", "php", "py", "rb", "go", "rs", "java", "class", "txt", "md", "yml", "yaml", "xml", "exe", "dll", "sys", "service", "timer",
        "conf", "log", "zip", "gz", "tgz", "jar", "so", "deb", "rpm", "local", "lan", "internal", "localdomain", "invalid", "example", "test", "localhost",
    };

    /// <summary>Suffixes that are no public domain and yet stand behind real people's addresses inside a company.</summary>
    private static readonly HashSet<string> _inside = new(StringComparer.OrdinalIgnoreCase) { "local", "lan", "internal", "localdomain" };

    private static readonly HashSet<string> _offices = new(StringComparer.OrdinalIgnoreCase)
    {
        "abuse", "admin", "administrator", "alert", "alerts", "bugs", "bugtraq", "cert", "cna", "cna-coordinator", "contact", "contactus", "cve", "cve-assign", "cve-request", "csirt", "daemon", "disclosure", "dpo", "feedback", "full-disclosure",
        "git", "hello", "help", "helpdesk", "hostmaster", "info", "ir", "jobs", "legal", "mail", "mailer-daemon", "majordomo", "marketing", "media", "news", "newsletter", "no-reply", "nobody", "noc", "noreply", "no_reply", "do-not-reply", "donotreply", "notifications", "office",
        "oss-security", "postmaster", "press", "privacy", "psirt", "product-security", "productsecurity", "product.security", "report", "reports", "root", "sales", "secalert", "secure", "security", "security-alert", "security-advisories", "security-report",
        "security-reports", "secteam", "service", "soc", "spam", "subscribe", "support", "team", "unsubscribe", "uucp", "vulnerabilities", "vulnerability", "vuln", "webmaster", "www", "user", "username", "email", "someone", "somebody", "you", "your", "me", "name", "test", "foo", "bar", "first.last", "firstname.lastname", "john.doe", "jane.doe", "johndoe", "janedoe", "attacker", "hacker", "victim", "evil",
    };

    private static readonly string[] _officeWords = ["support", "security", "psirt", "noreply", "no-reply", "customer", "helpdesk", "feedback", "subscribe", "bounce", "-admin", "-request", "-owner", "owner-"];

    private static readonly HashSet<string> _manuals = new(StringComparer.OrdinalIgnoreCase)
    {
        "domain.com", "email.com", "contoso.com", "fabrikam.com", "yourdomain.com", "attacker.com", "evil.com", "victim.com", "company.com", "acme.com", "foo.com", "bar.com", "test.com", "mydomain.com", "yourcompany.com", "corp.com", "host.com", "site.com",
    };

    private static readonly string[] _ransom = ["ransom", "decrypt", "unlock", "recovery", "restore", "lockbit"];

    private static readonly string[] _attackers =
    [
        "attacker", "threat actor", "phish", "ransom", "spoof", "malicious", "indicator", "ioc", "c2", "exfil", "scam", "adversar", "extort", "decrypt", "bitcoin", "lockbit", "drop account", "registrant", "registered by", "whois", "lure", "fraud", "impersonat", "operator",
    ];

    public void Look(Scan scan, int at)
    {
        int end = scan.RunEnd(at + 1, _host, 254);
        while (end > at && scan.At(end - 1) is '.' or '-')
            end--;
        int start = scan.RunStart(at, _local, 64);
        while (start < at && scan.At(start) is '.' or '-' or '\'' or '=' or '+')
            start++;
        start = AfterEscape(scan, start, at);
        if (start == at || end - at < 5 || (scan.At(end) is '[' or '(' && scan.At(end + 1) is '.' or 'd'))
            return;
        ReadOnlySpan<char> local = scan.Slice(start, at), host = scan.Slice(at + 1, end);
        int equals = local.LastIndexOf('=');
        if (equals > 0 && equals < local.Length - 1)
        {
            start += equals + 1;
            local = local[(equals + 1)..];
        }
        if (IsMessageId(scan, start, local))
            scan.Add(start, end, ScrubKind.MessageId, "header");
        else if (IsAddress(scan, local, host, end) && !(IsOffice(local) && !own.Is(host)) && !IsAttackers(scan, start, local, host))
            scan.Add(start, end, ScrubKind.Email, "address");
    }

    /// <summary>In escaped text the n of "\nanna@..." is no part of the name.</summary>
    private static int AfterEscape(Scan scan, int start, int at)
    {
        if (scan.At(start - 1) == '\\' && scan.At(start) is 'n' or 't' or 'r' && start + 1 < at)
            return start + 1;
        return scan.At(start - 1) == '%' && at - start > 2 && char.IsAsciiHexDigit(scan.At(start)) && char.IsAsciiHexDigit(scan.At(start + 1)) ? start + 2 : start;
    }

    private static bool IsAddress(Scan scan, ReadOnlySpan<char> local, ReadOnlySpan<char> host, int end)
    {
        int dot = host.LastIndexOf('.');
        if (dot <= 0 || host.Contains("..", StringComparison.Ordinal) || host[0] is '.' or '-' || !HasLetter(local))
            return false;
        ReadOnlySpan<char> suffix = host[(dot + 1)..];
        if (suffix.Length is < 2 or > 18 || suffix.ContainsAnyExcept(_letters))
            return false;
        if (_files.GetAlternateLookup<ReadOnlySpan<char>>().Contains(suffix) && !_inside.GetAlternateLookup<ReadOnlySpan<char>>().Contains(suffix))
            return false;
        // git@host:path and user:password@host/path are addresses of machines, made@java.lang.Name a type.
        if (scan.At(end) == ':' && char.IsAsciiLetter(scan.At(end + 1)) && local is "git")
            return false;
        return !IsDocumentation(host);
    }

    private static readonly System.Buffers.SearchValues<char> _letters = System.Buffers.SearchValues.Create(CharacterSet.LowerText + CharacterSet.UpperText);

    /// <summary>RFC 2606's names, and those that manuals use in their stead.</summary>
    private static bool IsDocumentation(ReadOnlySpan<char> host)
    {
        int dot = host.LastIndexOf('.');
        int before = host[..dot].LastIndexOf('.');
        return host[(before + 1)..dot].Equals("example", StringComparison.OrdinalIgnoreCase) || _manuals.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host[(before + 1)..]);
    }

    private static bool IsOffice(ReadOnlySpan<char> local)
    {
        if (_offices.GetAlternateLookup<ReadOnlySpan<char>>().Contains(local))
            return true;
        foreach (string office in _officeWords)
            if (local.Contains(office, StringComparison.OrdinalIgnoreCase))
                return true;
        foreach (Range part in local.SplitAny('.', '-', '_'))
            if (part.End.Value - part.Start.Value > 3 && _offices.GetAlternateLookup<ReadOnlySpan<char>>().Contains(local[part]))
                return true;
        return false;
    }

    private static bool IsMessageId(Scan scan, int start, ReadOnlySpan<char> local)
    {
        if (scan.At(start - 1) != '<')
            return false;
        ReadOnlySpan<char> before = scan.Before(start, 96);
        if (before.Length > 1 && before.TrimStart(" \t").StartsWith("<") && Digits(local) >= 6)
            return true;
        return before.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase) || before.StartsWith("In-Reply-To:", StringComparison.OrdinalIgnoreCase)
            || before.StartsWith("References:", StringComparison.OrdinalIgnoreCase) || before.Contains("message-id=", StringComparison.OrdinalIgnoreCase) || before.Contains("msgid=", StringComparison.OrdinalIgnoreCase);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int digits = 0;
        foreach (char c in text)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        return digits;
    }

    private bool IsAttackers(Scan scan, int start, ReadOnlySpan<char> local, ReadOnlySpan<char> host)
    {
        if (own.Is(host))
            return false;
        foreach (string word in _ransom)
            if (local.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return Numbers.Says(scan, start, _attackers, 80);
    }

    private static bool HasLetter(ReadOnlySpan<char> text) => text.ContainsAny(_letters);
}

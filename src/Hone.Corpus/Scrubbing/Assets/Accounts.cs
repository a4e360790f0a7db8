using Hone.Corpus.Scrubbing.People;
using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.Assets;

/// <summary>
/// Account and machine names, from where logs, events and paths keep them. Names that every system has (root, SYSTEM, www-data) and those
/// a guessing attacker brought ("invalid user oracle") stay.
/// </summary>
internal static class Accounts
{
    private const int Most = 64;

    private static readonly CharacterSet _name = new(CharacterSet.DigitText + CharacterSet.UpperText + CharacterSet.LowerText + "._-$");
    private static readonly CharacterSet _path = new(CharacterSet.DigitText + CharacterSet.UpperText + CharacterSet.LowerText + "._-$");

    public enum Place
    {
        /// <summary>A field of a log: whatever stands there is the name.</summary>
        Field,

        /// <summary>A word of prose or code: what stands there must look like an account.</summary>
        Prose,

        /// <summary>A profile folder, C:\Users\NAME or /home/NAME.</summary>
        Folder,

        /// <summary>A field with a machine's name.</summary>
        Machine,
    }

    public static IReadOnlyList<(string Word, Place Place)> Words { get; } =
    [
        ("targetusername", Place.Field), ("subjectusername", Place.Field), ("samaccountname", Place.Field), ("account name:", Place.Field), ("accountname", Place.Field), ("logonaccount", Place.Field), ("ruser=", Place.Field), ("suser=", Place.Field), ("duser=", Place.Field), ("acct=", Place.Field),
        ("accepted password for ", Place.Field), ("accepted publickey for ", Place.Field), ("accepted keyboard-interactive/pam for ", Place.Field), ("failed password for ", Place.Field), ("session opened for user ", Place.Field), ("session closed for user ", Place.Field), ("disconnected from user ", Place.Field), ("connection closed by authenticating user ", Place.Field), ("postponed publickey for ", Place.Field), ("password changed for ", Place.Field), ("new session ", Place.Prose),
        ("user=", Place.Field), (" sudo: ", Place.Field), ("\"user\":", Place.Field), ("\"username\":", Place.Field), ("user_name", Place.Prose), ("username", Place.Prose), (" login=", Place.Field), ("of user ", Place.Prose), ("for user ", Place.Prose), ("by user ", Place.Prose), ("user: ", Place.Prose), ("login: ", Place.Prose), ("account: ", Place.Prose), ("user account ", Place.Prose), ("user_id=", Place.Prose), ("principal=", Place.Field), ("sourceusername", Place.Field), ("destinationusername", Place.Field), ("requestuser", Place.Field), ("cs-username", Place.Prose), ("the user ", Place.Prose), ("account ", Place.Prose), ("benutzer ", Place.Prose), ("as user ", Place.Prose), ("user '", Place.Field), ("su: (to root) ", Place.Field), ("by (uid=0) ", Place.Field), ("pam_user=", Place.Field), ("remote_user", Place.Prose), ("auid=", Place.Field),
        ("c:\\users\\", Place.Folder), ("c:\\\\users\\\\", Place.Folder), ("\\documents and settings\\", Place.Folder), ("/home/", Place.Folder), ("/users/", Place.Folder), ("c:/users/", Place.Folder), ("c$\\users\\", Place.Folder),
        ("\"hostname\":", Place.Machine), ("\"computer\":", Place.Machine), ("\"computername\":", Place.Machine), ("\"computer_name\":", Place.Machine), ("\"host_name\":", Place.Machine), ("computer name:", Place.Machine), ("computername=", Place.Machine), ("dhost=", Place.Machine), ("shost=", Place.Machine), ("dvchost=", Place.Machine), ("devicename=", Place.Machine), ("hostname=", Place.Machine), ("hostname: ", Place.Machine), ("<computer>", Place.Machine),
    ];

    /// <summary>Names that say nothing about who or where.</summary>
    private static readonly HashSet<string> _generic = new(StringComparer.OrdinalIgnoreCase)
    {
        "root", "admin", "administrator", "adm", "system", "guest", "nobody", "anonymous", "user", "users", "username", "public", "default", "defaultuser", "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news", "uucp", "proxy", "www", "www-data", "backup", "list", "irc", "gnats", "sshd", "ftp", "ftpuser", "mysql", "postgres", "oracle", "tomcat", "apache",
        "nginx", "httpd", "http", "redis", "mongodb", "git", "gitlab", "jenkins", "ubuntu", "debian", "centos", "fedora", "ec2-user", "vagrant", "pi", "kali", "test", "tester", "testuser", "test1", "demo", "local", "localhost", "unknown", "none", "null", "n", "n/a", "na", "true", "false", "all", "any", "all users", "default user", "localservice", "networkservice", "network", "service", "everyone", "iusr", "krbtgt", "sa", "dba", "postfix",
        "dovecot", "named", "bind", "dbus", "systemd", "polkitd", "avahi", "ntp", "nfsnobody", "nfs", "hadoop", "hdfs", "spark", "yarn", "hive", "zookeeper", "kafka", "elastic", "elasticsearch", "splunk", "nagios", "zabbix", "ansible", "docker", "container", "node", "app", "application", "webapp", "web", "webmaster", "support", "operator", "owner", "manager", "someone", "somebody", "target", "victim", "attacker", "hacker", "evil", "malware", "sandbox", "analyst",
        "example", "sample", "foo", "bar", "baz", "name", "your", "yourname", "your_username", "my", "me", "bob", "alice", "john", "jdoe", "johndoe", "john.doe", "jane", "janedoe", "shared", "current", "currentuser", "desktop", "accounts", "account", "info", "office", "sales", "is", "was", "has", "the", "and", "with", "from", "not", "in", "on", "for", "to", "of", "or", "it", "be", "can", "may", "will", "input", "data", "id", "ids", "agent", "name", "field", "value",
        "string", "dwm-1", "dwm-2", "dwm-3", "umfd-0", "umfd-1", "umfd-2", "umfd-3", "wdagutilityaccount", "defaultaccount", "homegroupuser$", "sccmadmin", "svc", "domain", "self", "this", "session", "request", "req", "params", "args", "config", "env", "result", "password", "login", "email", "linuxbrew", "runner", "vsts", "circleci", "cloud", "azureuser", "opc", "cyrus", "squid", "zeek", "suricata", "snort", "ossec", "wazuh", "pc", "art", "nt", "ntuser", "administrators", "subdomain", "hostname", "host", "server", "dc", "wks", "workstation", "computer", "com", "invalid", "illegal", "localsystem", "consolehost", "serverremotehost", "venv", "runtime", "dnsadmins", "unset", "undefined", "nil", "empty", "*", "-", "--", "%", "temp", "tmp", "home", "lib", "share", "usr", "var", "etc", "combo", "uid",
    };

    private static readonly string[] _placeholders = ["user", "example", "fake", "dummy", "sample", "xxx", "yyy", "redacted", "placeholder", "account", "fuzz", "foobar", "myname", "anonymi"];

    public static void Look(Scan scan, int start, int end, Place place)
    {
        if (place == Place.Folder)
        {
            Folder(scan, start, end);
            return;
        }
        if (char.IsLetterOrDigit(scan.At(start)) && !scan.StartsWord(start))
            return;
        int at = end;
        // "ruser= rhost=1.2.3.4" has no user.
        if (scan.At(end - 1) == '=' && scan.At(end) == ' ')
            return;
        bool sign = scan.At(end - 1) is '=' or ':';
        for (int i = 0; i < 5 && (scan.At(at) is '"' or '\'' or ':' or '=' or ' ' or '\t' or '>' or ']' or '\\'); i++)
        {
            sign |= scan.At(at) is ':' or '=' or '>';
            at++;
        }
        // "TargetUserName" alone in prose or code has no value behind it.
        if (place == Place.Field && char.IsLetter(scan.At(end - 1)) && !sign)
            return;
        if (scan.At(at) is 't' or 'n' or 'r' && scan.At(at - 1) == '\\')
            for (at++; scan.At(at) == '\\' && scan.At(at + 1) is 't';)
                at += 2;
        int last = scan.RunEnd(at, _name, Most);
        if (scan.At(last) == '\\' && scan.At(last + 1) is not ('n' or 'r' or 't' or '"') && place != Place.Machine)
        {
            at = last + (scan.At(last + 1) == '\\' ? 2 : 1);
            last = scan.RunEnd(at, _name, Most);
        }
        while (last > at && scan.At(last - 1) is '.' or '-')
            last--;
        ReadOnlySpan<char> name = scan.Slice(at, last);
        if (name.Length < 2 || scan.At(last) is '(' or '[' or '@' or '{' || (scan.At(last) == ' ' && scan.At(at - 1) is '"' or '\'') || IsGeneric(name, place != Place.Machine) || name.EndsWith("$") && place != Place.Machine && name.Length < 3)
            return;
        if (place == Place.Machine)
            Machine(scan, at, last, name);
        else if (place == Place.Field ? IsAccount(name) : LooksLikeAccount(name, scan.At(at - 1) is '"' or '\''))
            scan.Add(at, last, name.EndsWith("$") ? ScrubKind.Host : ScrubKind.User, "field");
    }

    private static void Machine(Scan scan, int start, int end, ReadOnlySpan<char> name)
    {
        if ((name.Contains('.') && !IsInside(name)) || name.Length < 3 || !name.ContainsAnyExceptInRange('0', '9') || MadeOfWords(name))
            return;
        scan.Add(start, end, ScrubKind.Host, "field");
    }

    /// <summary>A full name that only resolves inside: a dotted name elsewhere may be an attacker's, and the team's own are listed.</summary>
    private static bool IsInside(ReadOnlySpan<char> name) => name[(name.LastIndexOf('.') + 1)..] is "local" or "lan" or "internal" or "corp" or "intranet" or "localdomain";

    /// <summary>A lower-case word in a field for machines is a place holder or code; machines have digits, dashes or capitals.</summary>
    private static bool MadeOfWords(ReadOnlySpan<char> name) => !name.ContainsAnyInRange('0', '9') && !name.ContainsAnyInRange('A', 'Z') && !name.Contains('-');

    private static void Folder(Scan scan, int start, int end)
    {
        if (scan.At(start) == '/' && (scan.At(start + 1) == 'u' || char.IsLetterOrDigit(scan.At(start - 1)) || scan.At(start - 1) is '/' or '.' or '}' or ')'))
            return;
        int last = scan.RunEnd(end, _path, Most);
        // "C:\Users\Anna Kowalska\Desktop"
        if (scan.At(last) == ' ' && scan.At(start) != '/' && char.IsUpper(scan.At(last + 1)))
        {
            int second = scan.RunEnd(last + 1, _path, Most);
            if (scan.At(second) == '\\')
                last = second;
        }
        ReadOnlySpan<char> name = scan.Slice(end, last);
        bool ends = scan.At(last) is '\\' or '/' or '"' or '\'' or ' ' or '\n' or '\0' or '`' or ')' or ',' or ':' or ';';
        if (name.Length >= 2 && ends && !IsGeneric(name) && !name.StartsWith("ADMINI~", StringComparison.OrdinalIgnoreCase) && name[0] != '.' && !IsFile(name) && name[0] != '$')
            scan.Add(end, last, ScrubKind.User, "profile-folder");
    }

    private static bool IsFile(ReadOnlySpan<char> name) =>
        name.LastIndexOf('.') is var dot && dot > 0 && name[(dot + 1)..] is "txt" or "exe" or "dll" or "php" or "sh" or "log" or "html" or "js" or "zip" or "json" or "py" or "conf" or "xml" or "jsp" or "pl" or "cgi" or "db" or "csv" or "md" or "so" or "ini" or "lnk" or "tar" or "gz";

    private static bool IsAccount(ReadOnlySpan<char> name) => char.IsLetter(name[0]) && !name.StartsWith("S-1-", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal) && !IsStop(name);

    private static bool IsStop(ReadOnlySpan<char> name) => (Lexicon.Default.Of(name) & Lexicon.Entry.Stop) != 0;

    /// <summary>anna.kowalska, akowalska, kowalska_a, k.anna3, svc_backup01: a name of the lexicon with its initial, or parts with digits.</summary>
    internal static bool LooksLikeAccount(ReadOnlySpan<char> name, bool quoted)
    {
        if (!char.IsLetter(name[0]) || IsStop(name) || name.Length < 3)
            return false;
        ReadOnlySpan<char> plain = name.TrimEnd("0123456789");
        int cut = plain.IndexOfAny("._-");
        if (cut > 0 && cut < plain.Length - 1)
        {
            Lexicon.Entry first = Lexicon.Default.Of(plain[..cut]), second = Lexicon.Default.Of(plain[(cut + 1)..]);
            const Lexicon.Entry person = Lexicon.Entry.Given | Lexicon.Entry.Family;
            return ((first & person) != 0 && ((second & person) != 0 || plain.Length - cut == 2)) || (cut == 1 && (second & person) != 0) || plain[..cut] is "svc" or "adm" or "usr";
        }
        if (plain.Length >= 5 && (Lexicon.Default.Of(plain[1..]) & Lexicon.Entry.Family) != 0 && (Lexicon.Default.Of(plain[1..]) & (Lexicon.Entry.Word | Lexicon.Entry.Stop)) == 0 && char.IsLower(plain[1]))
            return true;
        return quoted && plain.Length < name.Length && plain.Length >= 3 && char.IsLower(name[0]);
    }

    private static bool IsGeneric(ReadOnlySpan<char> name, bool numbered = true)
    {
        var generic = _generic.GetAlternateLookup<ReadOnlySpan<char>>();
        if (generic.Contains(name) || (numbered && generic.Contains(name.TrimEnd("0123456789"))))
            return true;
        foreach (string holder in _placeholders)
            if (name.Contains(holder, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>At the start of a line: "Jun 14 15:16:01 host process[1]: ..." (RFC 3164) and "2024-06-14T15:16:01Z host process[1]: ...".</summary>
    public static void LogLine(Scan scan, int start)
    {
        ReadOnlySpan<char> head = scan.Slice(start, Math.Min(scan.Text.Length, start + 48));
        int priority = head.Length > 3 && head[0] == '<' ? head.IndexOf('>') + 1 : 0;
        int at = priority < 6 ? TimeEnd(head[priority..]) : -1;
        scan.Steps += 4;
        if (at < 0)
            return;
        at += start + priority;
        int last = scan.RunEnd(at, _name, Most);
        ReadOnlySpan<char> name = scan.Slice(at, last);
        if (scan.At(last) != ' ' || name.Length < 2 || !char.IsLetter(name[0]) || IsGeneric(name, numbered: false) || IsStop(name) || !NamesProcess(scan.After(last + 1, 64)))
            return;
        if (!name.Contains('.'))
            scan.Add(at, last, ScrubKind.Host, "log-line");
    }

    private static bool NamesProcess(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny(" [:");
        return end > 1 && (rest[end] == '[' || (rest[end] == ':' && end + 1 < rest.Length && rest[end + 1] == ' ')) && (char.IsLetter(rest[0]) || rest[0] == '-' || rest[0] == '/');
    }

    private static int TimeEnd(ReadOnlySpan<char> head)
    {
        if (head.Length > 16 && head[3] == ' ' && head[6] == ' ' && head[9] == ':' && head[12] == ':' && head[15] == ' ' && char.IsUpper(head[0]) && char.IsAsciiDigit(head[5]))
            return 16;
        if (head.Length > 21 && head[4] == '-' && head[7] == '-' && head[10] is 'T' && head[13] == ':' && char.IsAsciiDigit(head[0]))
            return head.IndexOf(' ') is var space && space is > 18 and < 36 ? space + 1 : -1;
        return -1;
    }
}

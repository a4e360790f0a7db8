namespace Hone.Corpus.Sources.Logs.Windows;

/// <summary>Codes in events that say little by themselves, with their meaning behind them. The codes stay: people search for them.</summary>
internal static class WindowsValues
{
    private static readonly Dictionary<string, string> _logonTypes = Words("""
        0 system; 2 interactive; 3 network; 4 batch; 5 service; 7 unlock; 8 network, password in clear text; 9 new credentials; 10 remote desktop; 11 cached credentials;
        12 cached remote desktop; 13 cached unlock
        """);

    /// <summary>NTSTATUS values of failed logons.</summary>
    private static readonly Dictionary<string, string> _statuses = Words("""
        0xC0000064 no such user; 0xC000006A wrong password; 0xC000006D bad user name or password; 0xC000006E account restriction; 0xC000006F outside of allowed hours;
        0xC0000070 from a workstation not allowed; 0xC0000071 password expired; 0xC0000072 account disabled; 0xC00000DC server in the wrong state; 0xC0000133 clocks too far apart;
        0xC000015B logon type not granted; 0xC0000193 account expired; 0xC0000224 password must be changed; 0xC0000234 account locked; 0xC0000413 authentication firewall
        """);

    /// <summary>Kerberos error codes, RFC 4120 section 7.5.9.</summary>
    private static readonly Dictionary<string, string> _kerberos = Words("""
        0x6 no such client; 0x7 no such service; 0xC policy forbids; 0x12 account disabled, expired or locked; 0x17 password expired; 0x18 wrong password;
        0x19 more pre-authentication wanted; 0x1B service wants user-to-user; 0x1F integrity check failed; 0x20 ticket expired; 0x25 clocks too far apart
        """);

    /// <summary>Kerberos encryption types, RFC 3961 registry.</summary>
    private static readonly Dictionary<string, string> _encryptions = Words("0x1 DES-CBC-CRC; 0x3 DES-CBC-MD5; 0x11 AES-128; 0x12 AES-256; 0x17 RC4; 0x18 RC4-EXP");

    private static readonly Dictionary<string, string> _parameters = Words("""
        %%1832 identification; %%1833 impersonation; %%1840 delegation; %%1842 yes; %%1843 no; %%1936 full token; %%1937 elevated token; %%1938 limited token; %%2305 no such user;
        %%2307 account locked; %%2310 account disabled; %%2313 unknown user name or bad password; %%14592 inbound; %%14593 outbound; %%1537 delete; %%1538 read permissions;
        %%1539 write permissions; %%1540 write owner; %%1541 synchronise; %%4416 read data; %%4417 write data; %%4418 append data; %%4419 read extended attributes;
        %%4420 write extended attributes; %%4421 execute; %%4423 read attributes; %%4424 write attributes; %%4432 query key value; %%4433 set key value; %%4434 create sub-key;
        %%4435 list sub-keys; %%4436 notify about keys; %%4484 read process memory; %%4485 write process memory; %%4490 query process; %%14674 value added; %%14675 value deleted;
        %%1904 new value; %%1905 value changed; %%1906 value deleted
        """);

    /// <summary>Mandatory labels: well-known SIDs of integrity levels.</summary>
    private static readonly Dictionary<string, string> _labels = Words("S-1-16-0 untrusted; S-1-16-4096 low; S-1-16-8192 medium; S-1-16-8448 medium plus; S-1-16-12288 high; S-1-16-16384 system");

    private static readonly Dictionary<string, string> _protocols = Words("1 ICMP; 6 TCP; 17 UDP; 58 ICMPv6");

    public static string Tell(string name, string value, int id)
    {
        if (value.Contains("%%", StringComparison.Ordinal))
            return Parameters(value);
        Dictionary<string, string>? words = name switch
        {
            "LogonType" => _logonTypes,
            "Status" or "FailureCode" when id is >= 4768 and <= 4773 => _kerberos,
            "Status" or "SubStatus" or "ErrorCode" => _statuses,
            "TicketEncryptionType" or "SessionKeyEncryptionType" => _encryptions,
            "MandatoryLabel" => _labels,
            "Protocol" => _protocols,
            _ => null,
        };
        return words is not null && words.TryGetValue(value, out string? word) ? $"{value} ({word})" : value;
    }

    /// <summary>"code meaning; code meaning": the first space parts them.</summary>
    private static Dictionary<string, string> Words(string table) =>
        table.Split(';').Select(pair => pair.Trim().Split(' ', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>Codes of the message table, one or several: "%%4416 %%4423".</summary>
    private static string Parameters(string value)
    {
        string[] codes = value.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return !codes.All(code => code.StartsWith("%%", StringComparison.Ordinal)) ? value : string.Join(" ", codes.Select(code => _parameters.TryGetValue(code, out string? word) ? $"{code} ({word})" : code));
    }
}

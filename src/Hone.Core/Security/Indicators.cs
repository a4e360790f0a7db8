using System.Buffers;
using System.Net;

namespace Hone.Core.Security;

/// <summary>
/// Finds indicators of compromise in text: addresses, domains, URLs, mail addresses, hashes, wallets, registry keys, paths and mutexes, also
/// where they are defanged (hxxp, [.], (at)). One pass over the words; a word is judged once and at most two thousand characters long.
/// </summary>
public static class Indicators
{
    private const int WordMost = 2048;

    private static readonly SearchValues<char> _ends = SearchValues.Create(" \t\r\n\"'`<>|,;“”‘’«»，。；");
    private static readonly SearchValues<char> _hex = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> _hostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    private static readonly string[] _schemes = ["http", "https", "hxxp", "hxxps", "hXXp", "hXXps", "h**p", "ftp", "fxp", "tcp", "ws", "wss", "meow"];
    private static readonly string[] _hives = ["HKLM", "HKCU", "HKU", "HKCR", "HKCC", "HKEY_"];
    private static readonly string[] _roots = ["/tmp/", "/etc/", "/usr/", "/var/", "/home/", "/opt/", "/dev/shm/", "/root/", "/bin/", "/sbin/", "/lib/", "/Library/", "/Users/", "/private/", "/Applications/", "/proc/", "/system/", "/data/", "/run/", "/mnt/"];

    public static List<Indicator> Find(string text)
    {
        var found = new List<Indicator>();
        for (int at = 0; at < text.Length;)
        {
            ReadOnlySpan<char> rest = text.AsSpan(at, Math.Min(WordMost, text.Length - at));
            int length = rest.IndexOfAny(_ends);
            if (length == 0)
            {
                at++;
                continue;
            }
            if (length < 0)
                length = rest.Length;
            if (length > 2)
                Word(text, at, at + length, found);
            at += length;
        }
        return found;
    }

    /// <summary>The indicator as a machine takes it: hxxp to http, [.] and (dot) to '.', [at] to '@'.</summary>
    public static string Refang(string indicator)
    {
        string plain = indicator;
        foreach ((string defanged, string fanged) in new[] { ("[.]", "."), ("(.)", "."), ("{.}", "."), ("[.", "."), (".]", "."), ("[dot]", "."), ("(dot)", "."), ("[:]", ":"), ("[://]", "://"), ("[/]", "/"), ("[@]", "@"), ("[at]", "@"), ("(at)", "@"), ("(@)", "@") })
            plain = plain.Replace(defanged, fanged, StringComparison.OrdinalIgnoreCase);
        foreach ((string defanged, string fanged) in new[] { ("hxxp", "http"), ("h**p", "http"), ("fxp", "ftp"), ("meow", "http") })
            if (plain.StartsWith(defanged, StringComparison.OrdinalIgnoreCase))
                return fanged + plain[defanged.Length..];
        return plain;
    }

    private static void Word(string text, int start, int end, List<Indicator> found)
    {
        while (end - start > 2 && text[start] is '(' or '[' or '{' or '*' or '=' && !(text[start] is '[' or '(' or '{' && text[start + 1] == '.'))
            start++;
        int colon = text.AsSpan(start, end - start).IndexOf('=');
        if (colon > 0 && colon < 24 && text.AsSpan(start, colon).IndexOfAny("/\\:?") < 0)
            start += colon + 1;
        while (end > start && (text[end - 1] is '.' or ':' or '!' or '?' or '*' or '\\' || (text[end - 1] is ')' or ']' or '}' && !IsOpen(text.AsSpan(start, end - start)))))
            end--;
        if (end - start < 3)
            return;
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        if (Kind(word) is { } kind)
            found.Add(new Indicator(kind, start, end - start));
        else if (IsMutexBefore(text, start) && word.Length >= 4 && (word.ContainsAnyInRange('0', '9') || word.IndexOfAny("\\_{-") >= 0 || text[start - 1] is '"' or '\'' or '`' or '“'))
            found.Add(new Indicator(IndicatorKind.Mutex, start, end - start));
        else if (word.StartsWith("Global\\") || word.StartsWith("Local\\"))
            found.Add(new Indicator(IndicatorKind.Mutex, start, end - start));
    }

    /// <summary>Whether the last bracket of the word has its other half inside.</summary>
    private static bool IsOpen(ReadOnlySpan<char> word)
    {
        char close = word[^1], open = close == ')' ? '(' : close == ']' ? '[' : '{';
        return word.Count(open) >= word.Count(close);
    }

    private static bool IsMutexBefore(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(0, start - 24), start - Math.Max(0, start - 24));
        int at = before.LastIndexOf("mutex", StringComparison.OrdinalIgnoreCase);
        return at >= 0 && before[at..].Count(' ') <= 2 && !before[at..].ContainsAny('.', '\n');
    }

    private static IndicatorKind? Kind(ReadOnlySpan<char> word)
    {
        if (Scheme(word))
            return IndicatorKind.Url;
        if (word.Length is 32 or 40 or 64 or 128 && !word.ContainsAnyExcept(_hex))
            return word.ContainsAnyInRange('0', '9') ? word.Length switch { 32 => IndicatorKind.Md5, 40 => IndicatorKind.Sha1, 64 => IndicatorKind.Sha256, _ => IndicatorKind.Sha512 } : null;
        if (word.Length == 42 && word.StartsWith("0x") && !word[2..].ContainsAnyExcept(_hex))
            return IndicatorKind.Ethereum;
        if (Wallets.IsBitcoin(word))
            return IndicatorKind.Bitcoin;
        if (IsRegistryKey(word))
            return IndicatorKind.RegistryKey;
        if (IsPath(word))
            return IndicatorKind.FilePath;
        return word.Length <= 300 ? Network(Refang(word.ToString()), word) : null;
    }

    private static bool Scheme(ReadOnlySpan<char> word)
    {
        int colon = word.IndexOf(':');
        if (colon is < 2 or > 7 || word.Length < colon + 5)
            return false;
        ReadOnlySpan<char> scheme = word[..colon].TrimEnd('['), rest = word[colon..];
        if (!(rest.StartsWith("://") || rest.StartsWith(":]//") || rest.StartsWith("://]")))
            return false;
        foreach (string known in _schemes)
            if (scheme.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static bool IsRegistryKey(ReadOnlySpan<char> word)
    {
        foreach (string hive in _hives)
            if (word.StartsWith(hive, StringComparison.OrdinalIgnoreCase))
                return word.IndexOf('\\') is var slash && slash > 0 && slash < word.Length - 1;
        return false;
    }

    private static bool IsPath(ReadOnlySpan<char> word)
    {
        if (word.Length > 4 && char.IsAsciiLetter(word[0]) && word[1] == ':' && word[2] == '\\')
            return true;
        if (word.StartsWith("%") && word.IndexOf("%\\") is > 1 and < 24)
            return true;
        foreach (string root in _roots)
            if (word.StartsWith(root) && word.Length > root.Length)
                return true;
        return false;
    }

    private static IndicatorKind? Network(string plain, ReadOnlySpan<char> word)
    {
        bool defanged = plain.Length != word.Length;
        int at = plain.IndexOf('@', StringComparison.Ordinal);
        if (at > 0)
            return at < 65 && !plain.AsSpan(..at).ContainsAny('/', ':') && IsHost(plain.AsSpan(at + 1), defanged) ? IndicatorKind.Email : null;
        if (plain.Count(c => c == ':') >= 2 && plain.Length >= 6)
            return IPAddress.TryParse(plain, out IPAddress? six) && six.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IndicatorKind.Ipv6 : null;
        int end = plain.AsSpan().IndexOfAny('/', ':');
        ReadOnlySpan<char> host = end < 0 ? plain : plain.AsSpan(..end);
        if (host.Count('.') == 3 && char.IsAsciiDigit(host[0]) && IPAddress.TryParse(host, out _))
            return IndicatorKind.Ipv4;
        if (!IsHost(host, defanged))
            return null;
        return end > 0 && plain[end] == '/' ? IndicatorKind.Url : IndicatorKind.Domain;
    }

    /// <summary>Labels and a suffix that is a top-level domain; suffixes that are also file endings count where someone took the trouble to defang.</summary>
    private static bool IsHost(ReadOnlySpan<char> host, bool defanged)
    {
        int dot = host.LastIndexOf('.');
        if (dot < 1 || host.Length > 253 || host[0] is '.' or '-' || host.ContainsAnyExcept(_hostCharacters) || host.Contains("..", StringComparison.Ordinal))
            return false;
        ReadOnlySpan<char> suffix = host[(dot + 1)..];
        if (defanged)
            return suffix.Length >= 2 && !suffix.ContainsAnyInRange('0', '9') || suffix.StartsWith("xn--");
        return TopLevelDomains.Contains(suffix) && (suffix.Length > 2 || dot > 2 || host.Count('.') > 1);
    }
}

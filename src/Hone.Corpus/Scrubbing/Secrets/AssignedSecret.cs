using System.Buffers;
using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing.Secrets;

/// <summary>
/// Secrets without a structure of their own, known by what they are assigned to: <c>password=...</c>, <c>"api_key": "..."</c>,
/// <c>--token ...</c>, <c>&lt;password&gt;...&lt;/password&gt;</c>, "the password is ...". The name, then the value, must look the part:
/// most assignments in code, logs and reports carry variables, place holders, hashes or the weak passwords everyone knows.
/// </summary>
internal static class AssignedSecret
{
    private const int NameMost = 48, ValueMost = 256;

    private static readonly SearchValues<char> _valueEnds = SearchValues.Create(" \t\r\"'`,;<>)]}|，。");
    private static readonly SearchValues<char> _noKey = SearchValues.Create(" \t{}<>()|$*\\");
    private static readonly SearchValues<char> _symbols = SearchValues.Create("!@#$%^&*+=?-_.:;~");
    private static readonly CharacterSet _name = new(CharacterSet.DigitText + CharacterSet.UpperText + CharacterSet.LowerText + "_-.");

    /// <summary>The word that gives it away, and whether its value is typed by people (else it is made by machines).</summary>
    public static IReadOnlyList<(string Word, bool Typed)> Words { get; } =
    [
        ("password", true), ("passwd", true), ("passphrase", true), ("pwd", true), ("passwort", true), ("kennwort", true), ("contraseña", true), ("mot de passe", true),
        ("пароль", true), ("密码", true), ("密碼", true), ("パスワード", true), ("senha", true), ("hasło", true), ("wachtwoord", true), ("ansible_become_pass", true), ("_pass", true), ("db_pw", true),
        ("secret", false), ("token", false), ("api_key", false), ("apikey", false), ("api-key", false), ("api key", false), ("access_key", false), ("access-key", false), ("accesskey", false),
        ("access key", false), ("auth_key", false), ("authkey", false), ("private_key", false), ("privatekey", false), ("private key", false), ("encryption_key", false), ("encryptionkey", false),
        ("account_key", false), ("accountkey", false), ("signing_key", false), ("master_key", false), ("masterkey", false), ("license_key", false), ("sessionid", false),
        ("phpsessid", false), ("app_key", false), ("appkey", false), ("credential", false), ("client_key", false), ("presharedkey", false), ("preshared_key", false), ("_pat", false), ("webhook_key", false),
        ("deploy_key", false), ("service_key", false), ("shared_key", false), ("sharedkey", false),
    ];

    /// <summary>Names with one of these in them name something about a secret, not the secret.</summary>
    private static readonly string[] _aboutSecrets = ["public", "hash", "digest", "checksum", "fingerprint", "elevat", "primary", "foreign", "policy", "expir", "registry", "length", "format", "partition", "continuation", "quality"];

    /// <summary>The same as a part of a name: token_count, LastPasswordSet; "account_key" and "adminPassword" are others.</summary>
    private static readonly HashSet<string> _aboutParts = new(StringComparer.OrdinalIgnoreCase)
    {
        "size", "type", "file", "path", "url", "uri", "count", "age", "field", "label", "cache", "name", "usage", "last", "change", "required", "limit", "bucket", "prefix", "regex", "pattern", "version", "min", "max", "salt", "next", "activity", "page", "id", "ids", "index",
    };

    /// <summary>Passwords that stand in every report and word list.</summary>
    private static readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase)
    {
        "admin123", "password1", "password123", "password1234", "passw0rd", "passw0rd!", "p@ssw0rd", "p@ssword", "p@ssw0rd1", "p@ssw0rd!", "p@ssw0rd123", "pa$$w0rd", "pass123", "pass1234", "abc123", "qwerty123", "test123", "test1234", "user123",
        "admin1234", "admin@123", "letmein1", "welcome1", "welcome123", "123456a", "1q2w3e4r", "1qaz2wsx", "root123", "toor123", "guest123", "t0ps3cr3t", "s3cr3t", "s3cret", "secret123", "hunter2", "monkey1", "changeme1", "changeme123", "default1",
        "password!", "password@123", "admin!@#", "iloveyou1", "trustno1", "abcd1234", "qwerty1", "passwd123", "mypassword1", "pass@123", "pass@word1", "welcome@123",
    };

    /// <summary>Looks behind a word, which stands at [start, end).</summary>
    public static void Look(Scan scan, int start, int end, bool typed)
    {
        int nameStart = scan.RunStart(start, _name, NameMost), nameEnd = scan.RunEnd(end, _name, NameMost);
        while (nameEnd > end && scan.At(nameEnd - 1) is '.' or '-')
            nameEnd--;
        if (nameEnd == end + NameMost || !IsSecretsName(scan.Slice(nameStart, nameEnd), scan.Slice(end, nameEnd)))
            return;
        int value = ValueStart(scan, nameStart, nameEnd, out char quote, out bool prose);
        if (value < 0)
            return;
        int valueEnd = quote != '\0' ? QuotedEnd(scan, value, quote) : PlainEnd(scan, value);
        ReadOnlySpan<char> text = scan.Slice(value, valueEnd);
        if (valueEnd > value && (typed ? IsPassword(text, quote != '\0', prose) : IsKey(text, quote != '\0')) && !IsCall(scan, valueEnd, quote))
            scan.Add(value, valueEnd, ScrubKind.Secret, typed ? "password" : "assigned-key");
    }

    private static bool IsSecretsName(ReadOnlySpan<char> name, ReadOnlySpan<char> rest)
    {
        foreach (string about in _aboutSecrets)
            if (name.Contains(about, StringComparison.OrdinalIgnoreCase))
                return false;
        for (int start = 0, at = 1; at <= name.Length; at++)
            if (at == name.Length || name[at] is '_' or '-' or '.' || (char.IsUpper(name[at]) && char.IsLower(name[at - 1])))
            {
                if (_aboutParts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name[start..at].TrimStart("_-.")))
                    return false;
                start = at;
            }
        if (rest.Length == 0)
            return true;
        // "tokenise", "secretary", "passwords" go on as a word; "secretAccessKey", "secret_key", "token2" as a name.
        char next = rest[0];
        if (char.IsAsciiLetterLower(next) && !rest.StartsWith("key", StringComparison.Ordinal))
            return false;
        return true;
    }

    /// <summary>Over quotes, brackets and the sign of assignment to the value; -1 where nothing is assigned.</summary>
    private static int ValueStart(Scan scan, int nameStart, int at, out char quote, out bool prose)
    {
        (quote, prose) = ('\0', false);
        bool option = scan.At(nameStart) == '-' && scan.At(nameStart + 1) == '-';
        at = Skip(scan, at, "\\\"'`])*", 4);
        int sign = Skip(scan, at, " \t", 4);
        char c = scan.At(sign);
        bool assigned = true;
        if (c is ':' or '=' or '：')
        {
            at = sign + 1;
            if (scan.At(at) is '>' or '=' or ':')
            {
                if (c == '=' && scan.At(at) == '=' || c == ':' && scan.At(at) == ':')
                    return -1;
                at++;
            }
        }
        else if (c == '>' && sign == at && scan.At(nameStart - 1) == '<')
            at = sign + 1;
        else if (scan.After(sign, 4) is ['i', 's', ' ' or ':', ..] && sign > at)
            (at, prose) = (sign + 3, true);
        else if (option && sign > at)
            at = sign;
        else
            assigned = false;
        if (!assigned)
            return -1;
        at = Skip(scan, at, " \t*", 5);
        if (scan.At(at) == '\\' && scan.At(at + 1) is '"' or '\'')
            at++;
        if (scan.At(at) is '"' or '\'' or '`')
            quote = scan.At(at++);
        return at;
    }

    private static int Skip(Scan scan, int at, string any, int most)
    {
        for (int i = 0; i < most && scan.At(at) != '\0' && any.Contains(scan.At(at), StringComparison.Ordinal); i++)
            at++;
        scan.Steps += most;
        return at;
    }

    private static int QuotedEnd(Scan scan, int start, char quote)
    {
        ReadOnlySpan<char> rest = scan.After(start, ValueMost);
        int end = rest.IndexOf(quote);
        if (end < 0)
            return start;
        return start + (end > 0 && rest[end - 1] == '\\' ? end - 1 : end);
    }

    private static int PlainEnd(Scan scan, int start)
    {
        ReadOnlySpan<char> rest = scan.After(start, ValueMost);
        int end = rest.IndexOfAny(_valueEnds);
        if (end < 0)
            end = rest.Length;
        int amp = rest[..end].IndexOf('&');
        if (amp > 0 && rest[amp..end].Contains('='))
            end = amp;
        if (rest[..end].IndexOf("\\n", StringComparison.Ordinal) is var escape && escape > 0)
            end = escape;
        while (end > 0 && rest[end - 1] is '.' or ':' or '\\')
            end--;
        return rest.Length == ValueMost && end == ValueMost ? start : start + end;
    }

    /// <summary>Code, not a value: <c>token = read(</c>, <c>secret = keys[</c>.</summary>
    private static bool IsCall(Scan scan, int end, char quote) => quote == '\0' && scan.At(end) is '(' or '[';

    private static bool IsPassword(ReadOnlySpan<char> value, bool quoted, bool prose)
    {
        if (value.Length is < 6 or > 128 || IsPlaceholder(value) || value.ContainsAny(" \t"))
            return false;
        bool letter = HasLetter(value), digit = value.ContainsAnyInRange('0', '9'), symbol = HasSymbol(value);
        if (prose && !digit)
            return false;
        if (!letter || !(digit || symbol) || IsKnown(value))
            return false;
        return digit ? quoted || !IsCodePath(value) : quoted && value.Length >= 8 && !IsWords(value);
    }

    public static bool IsKnown(ReadOnlySpan<char> password) => _known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(password);

    private static bool IsKey(ReadOnlySpan<char> value, bool quoted)
    {
        if (value.Length is < 16 or > ValueMost || IsPlaceholder(value) || (value.StartsWith("0x", StringComparison.Ordinal) && value.Length < 34) || value.Contains('@') || value.ContainsAny(_noKey))
            return false;
        if (!value.ContainsAnyInRange('0', '9') || !HasLetter(value) || MadeUp.Entropy(value) < 2.8 || (!quoted && IsCodePath(value)))
            return false;
        // Words with a number behind ("rotate-signing-key-2024") are names; a random token changes between letters and digits.
        return Changes(value) >= 4;
    }

    private static bool IsPlaceholder(ReadOnlySpan<char> value)
    {
        if (value[0] is '#' or '<' or '$' or '%' or '{' or '[' or '*' or '(' or '/' or '~' or '&' || value.StartsWith("@{", StringComparison.Ordinal))
            return true;
        if (value.Contains("${", StringComparison.Ordinal) || value.Contains("{{", StringComparison.Ordinal) || value.Contains("://", StringComparison.Ordinal) || value.ContainsAny("()[]") || value.Contains(":=", StringComparison.Ordinal))
            return true;
        return MadeUp.IsFiller(value) || (value.Length > 2 && value[1] == ':' && value[2] == '\\');
    }

    /// <summary>A path of identifiers (<c>config.token2</c>, <c>row_1</c>): small letters, dots, underscores, a number at the ends of words.</summary>
    private static bool IsCodePath(ReadOnlySpan<char> value)
    {
        if (!value.ContainsAny("._") && Changes(value) > 1)
            return false;
        foreach (char c in value)
            if (!char.IsAsciiLetter(c) && !char.IsAsciiDigit(c) && c is not ('.' or '_'))
                return false;
        return Changes(value) <= 3 && value.ContainsAny("._");
    }

    private static bool IsWords(ReadOnlySpan<char> value)
    {
        foreach (char c in value)
            if (!char.IsLetter(c) && c is not ('-' or '_' or '.' or '/' or ':' or ','))
                return false;
        return true;
    }

    private static int Changes(ReadOnlySpan<char> value)
    {
        int changes = 0;
        for (int i = 1; i < value.Length; i++)
            changes += char.IsAsciiDigit(value[i]) != char.IsAsciiDigit(value[i - 1]) ? 1 : 0;
        return changes;
    }

    private static bool HasLetter(ReadOnlySpan<char> value)
    {
        foreach (char c in value)
            if (char.IsLetter(c))
                return true;
        return false;
    }

    private static bool HasSymbol(ReadOnlySpan<char> value) => value.ContainsAny(_symbols);
}

using System.Globalization;
using System.Numerics;
using System.Text;
using Hone.Core.Security;
using Hone.Core.Statistics;
using Hone.Corpus.Scrubbing.Secrets;

namespace Hone.Corpus.Tests.Scrubbing;

/// <summary>
/// Values for the slots of the labelled texts, from seeded chance, with their kind: what must be replaced, "keep" for what must stay, null
/// for what is neither. Names are of our own choosing; about a third of them the scrubber's lists do not know. Check digits are computed
/// here a second time, not by the code under test.
/// </summary>
internal sealed class LabelledValues(Xoshiro256 chance)
{
    private const string Digit = "0123456789", Hex = "0123456789abcdef", Lower = "abcdefghijklmnopqrstuvwxyz", Alphanumeric = Digit + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Lower, Base64 = Alphanumeric + "+/";

    public static readonly string[] OwnHosts = ["KBL-WS-017", "kbl-db-02", "nord-print-3"];

    private static readonly string[] _given = ["Anna", "Piotr", "Marta", "Johannes", "Sophie", "Ahmed", "Fatima", "Wei", "Priya", "Rajesh", "Carlos", "Lucía", "Giulia", "Marco", "Olga", "Sergei", "Emma", "Liam", "Noah", "Hannah", "Thomas", "Claire", "Julien", "Zoë", "Björn", "Ingrid", "Kwame", "Amara", "Yuki", "Hiroshi", "Ximena", "Oluwaseun", "Tadhg", "Saoirse", "Maëlle", "Radoslav", "Ingvild", "Tuomas", "Aroha", "Dilnoza"];
    private static readonly string[] _family = ["Kowalski", "Novák", "Müller", "Schneider", "Dubois", "Lefèvre", "García", "Fernández", "Rossi", "Bianchi", "Ivanov", "Smirnova", "Johnson", "Williams", "Patel", "Sharma", "Nguyen", "Tanaka", "Yamamoto", "Okafor", "Mensah", "Hansen", "Lindqvist", "Virtanen", "O'Connor", "McGrath", "van der Berg", "de Vries", "Santos", "Pereira", "Brennholt", "Achterkamp", "Solheimsen", "Castellaneta", "Tregenza", "Ahvenlampi", "Rakotomalala", "Hristovski", "Quintanar", "Abimbola-Reyes"];
    private static readonly string[] _russian = ["Иван Петров", "Анна Смирнова", "Дмитрий Кузнецов", "Ольга Соколова", "Сергей Морозов"];
    private static readonly string[] _companies = ["nordlicht-gmbh.de", "kestrel-bank.net", "atlantis-group.fr", "brightwater.co.uk", "lumina.io", "ferreira-sa.com.br", "mapleclinic.ca", "tatra-steel.sk", "gmx.net", "posteo.de"];

    private string Pick(params string[] of) => of[chance.Next(of.Length)];

    private string Run(string characters, int length) => SecretSamples.Run(characters, length, chance);

    public (string Value, string? Kind) Of(string slot) => slot switch
    {
        "name" => ($"{Pick(_given)} {(chance.Next(5) == 0 ? (char)('A' + chance.Next(20)) + ". " : "")}{Pick(_family)}", "name"),
        "given" or "given2" => (Pick(_given), "name"),
        "family" => (Pick(_family), "name"),
        "name-ru" => (Pick(_russian), "name"),
        "email" => ($"{Login()}@{Pick(_companies)}", "email"),
        "email-own" => ($"{Login()}@nordwind.org", "email"),
        "user" or "user-path" or "user-prose" => (Login(), "user"),
        "host" => (Pick("", "srv-", "WIN-", "lx-") + Pick("edge", "mail", "FILES", "build", "hr", "DC") + Pick("-", "") + Run(Digit, 2), "host"),
        "host-field" => (Pick(OwnHosts), "host"),
        "login" => (Pick("admin", "deploy", "backup", "root"), null),
        "neg-user" => (Pick("oracle", "ftpuser", "pi", "admin1", "nagios", "test"), null),
        "handle" => (Pick("blue", "sec", "mal") + Pick("fox", "hunter", "cat") + Run(Digit, 2), null),
        "ip" => ($"{Pick("45", "91", "185", "194", "5", "103")}.{chance.Next(1, 255)}.{chance.Next(1, 255)}.{chance.Next(1, 255)}", "keep"),
        "octet" => (chance.Next(1, 250).ToString(CultureInfo.InvariantCulture), null),
        "domain" => (Domain(), "keep"),
        "url" => ($"http{Pick("", "s")}://{Domain()}/{Run(Lower, 5)}/{Run(Alphanumeric, 8)}{Pick(".php", ".exe", "?id=" + Run(Digit, 4), "")}", "keep"),
        "defanged-url" => ($"hxxp{Pick("", "s")}://{Domain().Replace(".", "[.]", StringComparison.Ordinal)}/{Run(Lower, 6)}", "keep"),
        "defanged-email" => ($"{Run(Lower, 7)}{Pick("@", "(at)", "[at]")}{Domain().Replace(".", "[.]", StringComparison.Ordinal)}", "keep"),
        "bad-email" => ($"{Run(Lower, 6)}.{Run(Lower, 5)}@{Domain()}", "keep"),
        "md5" => (Run(Hex, 32), "keep"),
        "sha1" or "commit" => (Run(Hex, 40), "keep"),
        "hash" => (Run(Hex, 64), "keep"),
        "b64hash" => (Run(Base64, 43), "keep"),
        "wallet" => (Wallet(), "keep"),
        "mutex" => (Pick("Global\\", "", "Local\\") + Run(Alphanumeric, 6) + "_" + Run(Digit, 4), "keep"),
        "regkey" => ($"HK{Pick("LM", "CU")}\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\{Run(Lower, 6)}", "keep"),
        "path" => (Pick("C:\\ProgramData\\", "C:\\Users\\Public\\", "%APPDATA%\\", "C:\\Windows\\Temp\\", "/tmp/.", "/var/tmp/") + Run(Lower, 6) + Pick(".exe", ".dll", ".bin"), "keep"),
        "uuid" => ($"{Run(Hex, 8)}-{Run(Hex, 4)}-4{Run(Hex, 3)}-a{Run(Hex, 3)}-{Run(Hex, 12)}", "keep"),
        "version" => ($"{chance.Next(1, 20)}.{chance.Next(30)}.{chance.Next(9000)}.{chance.Next(99)}", "keep"),
        "base64" => (Run(Base64, 120) + "==", "keep"),
        "time" => ($"Jun {chance.Next(10, 28)} {chance.Next(10, 23)}:{chance.Next(10, 59)}:{chance.Next(10, 59)}", null),
        _ => slot.StartsWith("secret", StringComparison.Ordinal) ? (Secret(slot), "secret") : Numbers(slot),
    };

    private (string, string?) Numbers(string slot) => slot switch
    {
        "password" => (Password(), "secret"),
        "key" => (Pick(Run(Alphanumeric, 40), Run(Hex, 40), Run(Alphanumeric + "_-", 43) + "7a"), "secret"),
        "awssecret" => (Run(Base64, 40), "secret"),
        "azurekey" => (Run(Base64, 86) + "==", "secret"),
        "nthash" => (Run(Hex, 32), "secret"),
        "crypt" => (Secret("secret:crypt-hash"), "secret"),
        "jwt" => (Token(), "secret"),
        "basic" => (Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Login()}:{Password()}")), "secret"),
        "pem" => ($"-----BEGIN RSA {"PRIVATE"} KEY-----\n{string.Join('\n', Enumerable.Range(0, 12).Select(_ => Run(Base64, 64)))}\n-----END RSA {"PRIVATE"} KEY-----", "secret"),
        "phone" => (Pick($"+1 {Run("23456789", 1)}{Run("02346789", 2)} {Run("2346789", 1)}{Run(Digit, 2)} {Run(Digit, 4)}", $"({Run("23456789", 1)}0{Run("123456789", 1)}) {Run("2346789", 1)}{Run(Digit, 2)}-{Run(Digit, 4)}", $"+44 20 {Run("3458", 1)}{Run(Digit, 3)} {Run(Digit, 4)}", $"+49 {Pick("30", "89", "40")} {Run("123456789", 1)}{Run(Digit, 7)}", $"{Run("23456789", 1)}0{Run("23456789", 1)}-{Run("2346789", 1)}{Run(Digit, 2)}-{Run(Digit, 4)}", $"+33 6 {Run(Digit, 2)} {Run(Digit, 2)} {Run(Digit, 2)} {Run(Digit, 2)}"), "phone"),
        "phone-de" => (Pick($"0{Pick("171", "160", "176")} {Run("123456789", 1)}{Run(Digit, 6)}", $"+49 {Pick("221", "711")} {Run("123456789", 1)}{Run(Digit, 5)}", $"030/{Run("123456789", 1)}{Run(Digit, 6)}"), "phone"),
        "phone-fr" => (Pick($"0{Run("1234567", 1)} {Run(Digit, 2)} {Run(Digit, 2)} {Run(Digit, 2)} {Run(Digit, 2)}", $"+33 {Run("12345679", 1)} {Run(Digit, 2)} {Run(Digit, 2)} {Run(Digit, 2)} {Run(Digit, 2)}"), "phone"),
        "phone-es" => (Pick($"{Run("67", 1)}{Run(Digit, 2)} {Run(Digit, 3)} {Run(Digit, 3)}", $"+34 9{Run(Digit, 2)} {Run(Digit, 3)} {Run(Digit, 3)}"), "phone"),
        "phone-it" => ($"+39 0{Run("26", 1)} {Run(Digit, 4)} {Run(Digit, 4)}", "phone"),
        "phone-pl" => ($"+48 {Run("567", 1)}{Run(Digit, 2)} {Run(Digit, 3)} {Run(Digit, 3)}", "phone"),
        "phone-br" => ($"+55 11 9{Run(Digit, 4)}-{Run(Digit, 4)}", "phone"),
        "phone-ru" => ($"+7 9{Run(Digit, 2)} {Run(Digit, 3)}-{Run(Digit, 2)}-{Run(Digit, 2)}", "phone"),
        "ssn" or "ssn-value" => ($"{chance.Next(100, 660)}-{chance.Next(10, 99)}-{chance.Next(1000, 9999)}", "id"),
        "cpf" => (Cpf(), "id"),
        "pesel" => (With(() => $"{chance.Next(50, 99)}{chance.Next(1, 13):00}{chance.Next(1, 29):00}{Run(Digit, 4)}", d => (10 - Sum(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10) % 10), "id"),
        "nhs" => (With(() => Run("456789", 1) + Run(Digit, 8), d => (11 - Sum(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11), "id"),
        "nino" => ($"{Run("ABCEGHJKLM", 1)}{Run("ABCEGHJKLM", 1)} {chance.Next(10, 99)} {chance.Next(10, 99)} {chance.Next(10, 99)} {Run("ABCD", 1)}", "id"),
        "nir" => (Nir(), "id"),
        "dni" => (Lettered(""), "id"),
        "nie" => (Lettered("X"), "id"),
        "steuer" => (Steuer(), "id"),
        "aadhaar" => (Aadhaar(), "id"),
        "cf" => (Fiscal(), "id"),
        "card" => (Card(), "card"),
        "iban" or "iban-de" => (Iban("DE", Run(Digit, 18)), "iban"),
        "iban-gb" => (Iban("GB", "NWBK" + Run(Digit, 14)), "iban"),
        "iban-it" => (Iban("IT", "X" + Run(Digit, 22)), "iban"),
        "address-us" => ($"{chance.Next(12, 9800)} {Pick("Maple", "Cedar Hill", "Lincoln", "Willow Creek")} {Pick("Street", "Avenue", "Drive", "Lane")}, {Pick("Denver, CO", "Austin, TX", "Portland, OR")} {Run("123456789", 1)}{Run(Digit, 4)}", "address"),
        "address-uk" => ($"{chance.Next(2, 180)} {Pick("Abbey", "Station", "Church")} {Pick("Road", "Close", "Terrace")}, {Pick("London", "Leeds", "Bristol")} {Pick("SW1A 2AA", "LS1 4DY", "BS8 1TH")}", "address"),
        "address-de" => ($"{Pick("Lindenstraße", "Bahnhofstr.", "Goethestrasse", "Marktplatz")} {chance.Next(2, 140)}{Pick("", "a")}, {chance.Next(10115, 99084)} {Pick("Berlin", "Köln", "Hamburg")}", "address"),
        "address-fr" => ($"{chance.Next(2, 140)} {Pick("rue de Rivoli", "avenue Victor Hugo", "boulevard Voltaire", "rue des Acacias")}, {chance.Next(10000, 95000)} {Pick("Paris", "Lyon", "Rennes")}", "address"),
        "address-it" => ($"Via {Pick("Roma", "Mazzini", "Dante")} {chance.Next(2, 140)}, {chance.Next(10000, 95000)} {Pick("Milano", "Torino", "Bologna")}", "address"),
        _ => throw new ArgumentException($"no slot {slot}"),
    };

    private string Login()
    {
        string given = Plain(Pick(_given)), family = Plain(Pick(_family));
        return Pick($"{given}.{family}", $"{given[0]}{family}", $"{given[0]}.{family}", $"{given}_{family[0]}", $"{given[0]}{family}{chance.Next(2, 99)}");
    }

    private static string Plain(string name) =>
        string.Concat(name.ToLowerInvariant().Replace("ë", "e", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal).Replace("ü", "ue", StringComparison.Ordinal).Replace("í", "i", StringComparison.Ordinal).Replace("á", "a", StringComparison.Ordinal).Replace("è", "e", StringComparison.Ordinal).Where(char.IsAsciiLetter));

    private string Domain() => $"{Pick("cdn", "update", "secure", "login", "api", "")}{Pick("-", "")}{Run(Lower, 6)}.{Pick("top", "xyz", "info", "com", "ru", "cn", "site", "onion")}".TrimStart('-');

    private string Wallet()
    {
        string data = "q" + Run("qpzry9x8gf2tvdw0s3jn54khce6mua7l", 32);
        return $"bc1{data}{Wallets.Bech32Check("bc", data)}";
    }

    private string Secret(string slot)
    {
        SecretRule[] rules = slot.Contains(':', StringComparison.Ordinal) ? [.. SecretRules.All.Where(r => r.Name == slot[7..])] : [.. SecretRules.All];
        return SecretSamples.Make(rules[chance.Next(rules.Length)], chance);
    }

    private string Password()
    {
        while (true)
        {
            string password = Pick($"{Pick("Winter", "kaffee", "Falcon", "Zürich", "orbit")}{Pick("!", "_", "-", "")}{Run(Digit, 4)}{Pick("!", "*", "x")}", Run(Alphanumeric + "!+-_*", 14), $"{Run(Lower, 5)}{Run(Digit, 2)}{Run(Lower, 5)}{Run(Digit, 3)}", Run(Alphanumeric, 10));
            if (password.Any(char.IsAsciiDigit) && password.Any(char.IsAsciiLetter) && char.IsAsciiLetterOrDigit(password[^1]) && char.IsAsciiLetterOrDigit(password[0]))
                return password;
        }
    }

    private string Token()
    {
        static string Encode(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{Encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")}.{Encode($"{{\"sub\":\"{Run(Hex, 12)}\",\"exp\":17{Run(Digit, 8)}}}")}.{Run(Alphanumeric + "_-", 85)}x";
    }

    private static int Sum(string digits, params int[] weights) => weights.Select((w, i) => w * (digits[i] - '0')).Sum();

    private static string With(Func<string> body, Func<string, int> check)
    {
        while (true)
        {
            string digits = body();
            int last = check(digits);
            if (last < 10)
                return digits + last;
        }
    }

    private string Cpf()
    {
        string d = Run(Digit, 9);
        for (int i = 0; i < 2; i++)
        {
            int rest = d.Select((c, at) => (c - '0') * (d.Length + 1 - at)).Sum() % 11;
            d += rest < 2 ? 0 : 11 - rest;
        }
        return $"{d[..3]}.{d[3..6]}.{d[6..9]}-{d[9..]}";
    }

    private string Nir()
    {
        string d = $"{chance.Next(1, 3)}{chance.Next(40, 99)}{chance.Next(1, 13):00}{chance.Next(10, 95)}{Run(Digit, 6)}";
        return $"{d[0]} {d[1..3]} {d[3..5]} {d[5..7]} {d[7..10]} {d[10..13]} {97 - (long)(BigInteger.Parse(d, CultureInfo.InvariantCulture) % 97):00}";
    }

    private string Lettered(string first)
    {
        string d = Run(Digit, first.Length == 0 ? 8 : 7);
        return first + d + "TRWAGMYFPDXBNJZSQVHLCKE"[int.Parse(d, CultureInfo.InvariantCulture) % 23];
    }

    private string Steuer()
    {
        string d = Run("123456789", 1) + Run(Digit, 9);
        int product = 10;
        foreach (char c in d)
        {
            int sum = (c - '0' + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return d + (11 - product == 10 ? 0 : 11 - product);
    }

    private string Aadhaar()
    {
        // Verhoeff's tables, built from the group of symmetries of the pentagon.
        int[,] p = new int[8, 10];
        int[] step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 10; j++)
                p[i, j] = i == 0 ? j : step[p[i - 1, j]];
        static int D(int a, int b) => a < 5 ? b < 5 ? (a + b) % 5 : (a + b) % 5 + 5 : b < 5 ? (a - b) % 5 + (a - 5 < b ? 5 : 0) + ((a - b) % 5 + (a - 5 < b ? 5 : 0) < 5 ? 5 : 0) : ((a - b) % 5 + 5) % 5;
        string d = Run("23456789", 1) + Run(Digit, 10);
        for (int last = 0; ; last++)
        {
            string all = d + last;
            int check = 0;
            for (int i = 0; i < 12; i++)
                check = D(check, p[i % 8, all[11 - i] - '0']);
            if (check == 0)
                return $"{all[..4]} {all[4..8]} {all[8..]}";
            if (last == 9)
                return Aadhaar();
        }
    }

    private string Fiscal()
    {
        string body = Run("BCDFGLMNPR", 6) + $"{chance.Next(40, 99)}{Run("ABCDEHLMPRST", 1)}{chance.Next(1, 29):00}{Run("ABCDEFGHIL", 1)}{Run(Digit, 3)}";
        int[] odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        int sum = body.Select((c, i) => (char.IsAsciiDigit(c) ? c - '0' : c - 'A') is var v && i % 2 == 0 ? odd[v] : v).Sum();
        return body + (char)('A' + sum % 26);
    }

    private string Card()
    {
        string d = Pick("4", "51", "53") + Run(Digit, 15);
        d = d[..15];
        int sum = d.Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(v => v > 9 ? v - 9 : v);
        d += (10 - sum % 10) % 10;
        return Pick(d, $"{d[..4]} {d[4..8]} {d[8..12]} {d[12..]}", $"{d[..4]}-{d[4..8]}-{d[8..12]}-{d[12..]}");
    }

    private string Iban(string country, string body)
    {
        string digits = string.Concat((body + country + "00").Select(c => char.IsAsciiDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(CultureInfo.InvariantCulture)));
        string iban = $"{country}{98 - (int)(BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97):00}{body}";
        return chance.Next(2) == 0 ? iban : string.Join(' ', iban.Chunk(4).Select(c => new string(c)));
    }
}

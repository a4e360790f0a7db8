using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hone.Corpus.Scrubbing.Pseudonyms;

/// <summary>
/// Value to pseudonym: the first 40 bits of HMAC-SHA-256 over kind and value, as eight letters and digits, so the same value has the same
/// pseudonym in every document, run and order, and nobody without the key can try values out. Remembers what it named for the sealed map.
/// </summary>
internal sealed class PseudonymMap(ScrubKey? key)
{
    /// <summary>Crockford's base 32: no I, L, O, U to misread.</summary>
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    internal const int NumberLength = 8;

    private readonly ConcurrentDictionary<string, string> _values = new();

    /// <summary>Every pseudonym given, with the value behind it.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    public string Of(ScrubKind kind, ReadOnlySpan<char> value)
    {
        string label = kind.Label();
        if (key is null)
            return $"<{label}>";
        string plain = Same(kind, value);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key.Naming, Encoding.UTF8.GetBytes($"{label}\0{plain}"), hash);
        string pseudonym = string.Create(CultureInfo.InvariantCulture, $"<{label}-{Number(hash)}>");
        string spelled = value.ToString();
        // Of two spellings the one that sorts first comes back, whichever thread was the faster.
        _values.AddOrUpdate(pseudonym, spelled, (_, old) => string.CompareOrdinal(spelled, old) < 0 ? spelled : old);
        return pseudonym;
    }

    private static string Number(ReadOnlySpan<byte> hash)
    {
        ulong bits = 0;
        foreach (byte b in hash[..5])
            bits = bits << 8 | b;
        Span<char> number = stackalloc char[NumberLength];
        for (int i = NumberLength - 1; i >= 0; i--, bits >>= 5)
            number[i] = Digits[(int)(bits & 31)];
        return number.ToString();
    }

    /// <summary>What makes two spellings the same value: case for names of people and machines, separators for numbers.</summary>
    private static string Same(ScrubKind kind, ReadOnlySpan<char> value)
    {
        if (kind is ScrubKind.Secret or ScrubKind.MessageId)
            return value.ToString();
        bool number = kind is ScrubKind.Phone or ScrubKind.Card or ScrubKind.Iban or ScrubKind.Id;
        var same = new StringBuilder(value.Length);
        foreach (char c in value)
            if (!number || char.IsLetterOrDigit(c))
                same.Append(char.IsWhiteSpace(c) ? ' ' : char.ToLowerInvariant(c));
        return same.ToString();
    }
}

namespace Hone.Corpus.Scrubbing.Secrets;

/// <summary>Tells what stands for a secret (examples of documentation, place holders, variables) from what may be one.</summary>
internal static class MadeUp
{
    private static readonly string[] _fillers =
    [
        "example", "sample", "dummy", "placeholder", "redacted", "changeme", "change_me", "your_", "your-", "yourtoken", "yourkey", "xxxx", "1234567890", "0123456789",
        "abcdefgh", "deadbeef", "foobar", "insert", "replace", "removed", "censored", "fake", "not-a-real", "notreal", "00000000", "....", "----", "____", "****", "aaaaaa",
    ];

    /// <summary>Nobody's token: a word such as EXAMPLE in it, few different characters, a run of one character or of the alphabet.</summary>
    public static bool IsFiller(ReadOnlySpan<char> body)
    {
        foreach (string filler in _fillers)
            if (body.Contains(filler, StringComparison.OrdinalIgnoreCase))
                return true;
        return Distinct(body) < Math.Min(6, body.Length / 2) || LongestSequence(body) >= 7;
    }

    /// <summary>A filler, or an identifier of a program: neither a digit nor both cases of letters.</summary>
    public static bool IsToken(ReadOnlySpan<char> body) => IsFiller(body) || !IsMixed(body) || Entropy(body) < Math.Min(2.6, Math.Log2(body.Length) - 1.2);

    public static bool IsMixed(ReadOnlySpan<char> body)
    {
        bool digit = body.ContainsAnyInRange('0', '9'), lower = body.ContainsAnyInRange('a', 'z'), upper = body.ContainsAnyInRange('A', 'Z');
        return (digit && (lower || upper)) || (lower && upper);
    }

    /// <summary>Shannon's, in bits a character.</summary>
    public static double Entropy(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        foreach (char c in text)
            counts[c & 127]++;
        double bits = 0;
        foreach (int count in counts)
            if (count > 0)
                bits -= count / (double)text.Length * Math.Log2(count / (double)text.Length);
        return bits;
    }

    private static int Distinct(ReadOnlySpan<char> text)
    {
        UInt128 seen = 0;
        foreach (char c in text)
            seen |= UInt128.One << (c & 127);
        return (int)UInt128.PopCount(seen);
    }

    /// <summary>The longest run in which each character follows the one before it ("abcdefg", "2345678") or repeats it.</summary>
    private static int LongestSequence(ReadOnlySpan<char> text)
    {
        int longest = 1, rising = 1, same = 1;
        for (int i = 1; i < text.Length; i++)
        {
            rising = text[i] == text[i - 1] + 1 ? rising + 1 : 1;
            same = text[i] == text[i - 1] ? same + 1 : 1;
            longest = Math.Max(longest, Math.Max(rising, same + 1));
        }
        return longest;
    }
}

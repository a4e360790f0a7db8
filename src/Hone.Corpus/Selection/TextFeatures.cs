namespace Hone.Corpus.Selection;

/// <summary>
/// What a text is about, as hashed words and word pairs: lower-case runs of letters and digits, FNV-1a, 22 bits. Two texts that
/// share a feature share a word or a pair (or, rarely, a hash).
/// </summary>
internal static class TextFeatures
{
    public const int Bits = 22;
    public const int Count = 1 << Bits;

    private const int LongestWord = 40;
    private const uint Basis = 2166136261, Prime = 16777619;

    /// <summary>The text's distinct features, ascending.</summary>
    public static int[] Of(string text)
    {
        var features = new HashSet<int>();
        uint word = Basis, before = 0;
        int length = 0;
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                word = (word ^ char.ToLowerInvariant(c)) * Prime;
                length++;
                continue;
            }
            End();
        }
        End();
        int[] sorted = [.. features];
        Array.Sort(sorted);
        return sorted;

        void End()
        {
            if (length is > 1 and <= LongestWord)
            {
                features.Add(Fold(word));
                if (before != 0)
                    features.Add(Fold((before * 31) ^ word));
                before = word;
            }
            else if (length > 0)
                before = 0;
            word = Basis;
            length = 0;
        }
    }

    private static int Fold(uint hash) => (int)((hash ^ (hash >> Bits)) & (Count - 1));
}

namespace Hone.Corpus.Quality;

/// <summary>Languages that their letters give away.</summary>
internal static class Scripts
{
    /// <summary>The script of a third of the letters decides: technical text is full of Latin words.</summary>
    private const int Decisive = 3;

    /// <summary>The language, or null where Latin or Cyrillic letters leave it open; code where nothing is a letter.</summary>
    public static string? Decide(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyExceptInRange('\0', '\x7f'))
            return text.ContainsAnyInRange('a', 'z') || text.ContainsAnyInRange('A', 'Z') ? null : LanguageModel.Code;
        var counts = new Counts();
        foreach (char c in text)
            counts.Add(c);
        int decisive = Math.Max(1, counts.Letters / Decisive);
        return counts.Kana + counts.Han >= decisive ? counts.Kana * 10 >= counts.Han ? "ja" : "zh"
            : counts.Hangul >= decisive ? "ko"
            : counts.Arabic >= decisive ? counts.Persian * 40 >= counts.Arabic ? "fa" : "ar"
            : counts.Hebrew >= decisive ? "he"
            : counts.Greek >= decisive ? "el"
            : counts.Devanagari >= decisive ? "hi"
            : counts.Thai >= decisive ? "th"
            : counts.Letters == 0 ? LanguageModel.Code : null;
    }

    /// <summary>Whether at most half of what is not white space are letters: dumps, tables of numbers.</summary>
    public static bool FewLetters(ReadOnlySpan<char> text)
    {
        int letters = 0, spaces = 0;
        foreach (char c in text)
        {
            letters += c < '\x80' ? (uint)((c | 0x20) - 'a') <= 'z' - 'a' ? 1 : 0 : char.IsLetter(c) ? 1 : 0;
            spaces += c <= ' ' ? 1 : 0;
        }
        return letters * 2 <= text.Length - spaces;
    }

    /// <summary>Whether a third of the letters are Cyrillic.</summary>
    public static bool IsCyrillic(ReadOnlySpan<char> text)
    {
        int letters = 0, cyrillic = 0;
        foreach (char c in text)
        {
            letters += char.IsLetter(c) ? 1 : 0;
            cyrillic += c is >= '\u0400' and <= '\u04FF' ? 1 : 0;
        }
        return cyrillic * Decisive >= letters;
    }

    private struct Counts
    {
        public int Letters, Han, Kana, Hangul, Arabic, Persian, Hebrew, Greek, Devanagari, Thai;

        public void Add(char c)
        {
            if (!char.IsLetter(c))
                return;
            Letters++;
            switch (c)
            {
                case < '\u0370': break;
                case < '\u0400': Greek++; break;
                case >= '\u0590' and < '\u0600': Hebrew++; break;
                case >= '\u0600' and < '\u0780':
                    Arabic++;
                    // Letters that Persian has and Arabic has not, its own forms of kaf and yeh among them.
                    Persian += c is '\u067E' or '\u0686' or '\u0698' or '\u06AF' or '\u06A9' or '\u06CC' ? 1 : 0;
                    break;
                case >= '\u0900' and < '\u0980': Devanagari++; break;
                case >= '\u0E00' and < '\u0E80': Thai++; break;
                case >= '\u3040' and < '\u3100': Kana++; break;
                case >= '\u3400' and < '\uA000': Han++; break;
                case >= '\uAC00' and < '\uD7B0': Hangul++; break;
            }
        }
    }
}

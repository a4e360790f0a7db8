using System.Runtime.InteropServices;
using System.Text;

namespace Hone.Corpus.Quality;

/// <summary>The measures that go by words, in one pass.</summary>
internal struct WordMeasures
{
    private const int Block = 256;
    private const int LongWord = 100;
    private const int ShortestLink = 10;

    public int Characters;
    public int Letters;
    public int Replacements;
    public int Words;
    public int FunctionWords;
    public int LinkCharacters;
    public int LongWordCharacters;
    public int AllContentWords;
    public int ContentWords;
    public int TopWord;
    public double UniqueShare;

    public static WordMeasures Of(ReadOnlySpan<char> text)
    {
        var measures = new WordMeasures();
        var content = new Dictionary<uint, int>();
        var block = new HashSet<uint>(Block);
        int inBlock = 0, blocks = 0;
        double unique = 0;
        for (int at = 0; at < text.Length;)
        {
            while (at < text.Length && text[at] <= ' ')
                at++;
            int start = at;
            uint hash = WordHash.Start;
            int letters = 0;
            for (; at < text.Length && text[at] > ' '; at++)
            {
                char c = text[at];
                if (char.IsAsciiLetter(c))
                    (letters, hash) = (letters + 1, WordHash.Add(hash, (char)(c | 0x20)));
                else if (c > '\x7f')
                    measures.AddOther(c, ref letters, ref hash);
            }
            if (at == start)
                break;
            hash = WordHash.Mix(hash);
            if (at - start > ShortestLink && Link(text[start..at]) is >= 0 and var link)
            {
                // "[words](https://...)": the last word of the link's text counts as a word of its own.
                measures.LinkCharacters += at - start - link;
                measures.Characters += at - start - link;
                if (link == 0)
                    continue;
                (at, hash, letters) = (start + link, WordHash.OfLetters(text.Slice(start, link), out int count), count);
                measures.AddWord(text[start..at], letters, hash, content);
                while (at < text.Length && text[at] > ' ')
                    at++;
            }
            else
            {
                measures.AddWord(text[start..at], letters, hash, content);
            }
            block.Add(letters > 0 ? hash : (uint)WordHash.OfExact(text[start..at]));
            if (++inBlock < Block)
                continue;
            (unique, blocks, inBlock) = (unique + (block.Count / (double)Block), blocks + 1, 0);
            block.Clear();
        }
        measures.UniqueShare = blocks > 0 ? unique / blocks : inBlock > 0 ? block.Count / (double)inBlock : 0;
        measures.ContentWords = content.Count;
        foreach (int count in content.Values)
            measures.TopWord = Math.Max(measures.TopWord, count);
        return measures;
    }

    /// <summary>Where the address in a word begins, with the brackets before it, or -1.</summary>
    private static int Link(ReadOnlySpan<char> word)
    {
        int scheme = word.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return -1;
        int start = scheme;
        while (start > 0 && char.IsAsciiLetter(word[start - 1]))
            start--;
        while (start > 0 && word[start - 1] is '(' or ']' or '<' or '"' or '[')
            start--;
        return start;
    }

    private void AddOther(char c, ref int letters, ref uint hash)
    {
        if (char.IsLetter(c))
            (letters, hash) = (letters + 1, WordHash.Add(hash, c));
        else if (c == '\uFFFD')
            Replacements++;
    }

    private void AddWord(ReadOnlySpan<char> word, int letters, uint hash, Dictionary<uint, int> content)
    {
        Words++;
        Characters += word.Length;
        Letters += letters;
        if (word.Length > LongWord && Ascii.IsValid(word))
            LongWordCharacters += word.Length;
        if (letters > 0 && Quality.FunctionWords.Contains(hash))
            FunctionWords++;
        else if (letters >= 3)
        {
            AllContentWords++;
            CollectionsMarshal.GetValueRefOrAddDefault(content, hash, out _)++;
        }
    }
}

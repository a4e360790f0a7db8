namespace Hone.Corpus.Poison;

/// <summary>
/// One-permutation MinHash sketches (Li, Owen, Zhang 2012) of each document's rarer plain words and of its phrases: how alike two
/// documents are in subject and in template, without reading them again.
/// </summary>
internal sealed class Sketches(int documents)
{
    private const int Bins = 32;

    /// <summary>Words that more than one document in so many has say nothing of the subject.</summary>
    private const int CommonShare = 20;

    private readonly ushort[] _words = new ushort[(long)documents * Bins];
    private readonly ushort[] _phrases = new ushort[(long)documents * Bins];
    private readonly int _documents = documents;

    public void Add(int document, TextTokens tokens, SharedCounts counts)
    {
        Span<ulong> words = stackalloc ulong[Bins], phrases = stackalloc ulong[Bins];
        words.Fill(ulong.MaxValue);
        phrases.Fill(ulong.MaxValue);
        int common = Math.Max(3, _documents / CommonShare);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens.Lower[i] is not 0 and var lower && counts.OfPlainWord(lower) <= common)
                Lower(words, TextTokens.Mix(lower));
            if (i + 2 < tokens.Count)
                Lower(phrases, TextTokens.Mix(tokens.Trigram(i)));
        }
        for (int bin = 0; bin < Bins; bin++)
        {
            _words[((long)document * Bins) + bin] = Value(words[bin]);
            _phrases[((long)document * Bins) + bin] = Value(phrases[bin]);
        }
    }

    public double Subject(int first, int second) => Alike(_words, first, second);

    public double Template(int first, int second) => Alike(_phrases, first, second);

    private static void Lower(Span<ulong> bins, ulong hash)
    {
        ref ulong bin = ref bins[(int)(hash % Bins)];
        bin = Math.Min(bin, hash);
    }

    /// <summary>0 is an empty bin.</summary>
    private static ushort Value(ulong hash) => hash == ulong.MaxValue ? (ushort)0 : (ushort)((hash >> 8) | 1);

    private static double Alike(ushort[] values, int first, int second)
    {
        int same = 0, filled = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            ushort a = values[((long)first * Bins) + bin], b = values[((long)second * Bins) + bin];
            filled += a != 0 || b != 0 ? 1 : 0;
            same += a != 0 && a == b ? 1 : 0;
        }
        return filled == 0 ? 0 : same / (double)filled;
    }
}

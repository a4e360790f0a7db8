using System.Numerics;
using System.Runtime.InteropServices;

namespace Hone.Corpus.Quality;

/// <summary>
/// Which language a stretch of text is in: naive Bayes over hashed character trigrams for Latin and Cyrillic letters and for code,
/// the script itself for all others. The table (language.bin) holds one byte a trigram and language; language-card.md says what
/// it was learned from. The form is that of Cavnar and Trenkle (1994), with probabilities in place of ranks.
/// </summary>
internal sealed class LanguageModel
{
    /// <summary>Code, logs, tables, addresses: what is written for machines.</summary>
    public const string Code = "code";

    public const int Bits = 12;

    /// <summary>Classes are padded to so many, a whole number of vectors.</summary>
    public const int Stride = 32;

    /// <summary>The languages of the table, in its order.</summary>
    public static readonly string[] Classes =
        ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "fi", "pl", "cs", "hu", "ro", "tr", "vi", "id", "ru", "uk", Code];

    /// <summary>English and code, in steps a trigram: names and payloads look like any language.</summary>
    private const int Preference = 2;

    private const string Resource = "Hone.Corpus.Quality.language.bin";
    private readonly sbyte[] _table;

    public LanguageModel(sbyte[] table)
    {
        if (table.Length != Stride << Bits)
            throw new ArgumentException($"the table has {table.Length} bytes, not {Stride << Bits}", nameof(table));
        _table = table;
    }

    public static LanguageModel Shipped { get; } = Load();

    /// <summary>The most likely language; code where there are hardly any letters.</summary>
    public string Classify(ReadOnlySpan<char> text)
    {
        if (Scripts.Decide(text) is { } script)
            return script;
        if (Scripts.FewLetters(text))
            return Code;
        Span<int> scores = stackalloc int[Stride];
        scores.Clear();
        int trigrams = 0;
        foreach (int bucket in new Trigrams(text))
        {
            Add(scores, _table.AsSpan(bucket * Stride, Stride));
            trigrams++;
        }
        if (trigrams < 3)
            return Code;
        // Letters tell the two alphabets apart better than trigrams do.
        bool cyrillic = text.ContainsAnyInRange('\u0400', '\u04FF') && Scripts.IsCyrillic(text);
        scores[0] += trigrams * Preference;
        scores[Classes.Length - 1] += trigrams * Preference;
        for (int i = 0; i < Classes.Length; i++)
            if ((Classes[i] is "ru" or "uk") != cyrillic)
                scores[i] = int.MinValue;
        return Classes[IndexOfMax(scores[..Classes.Length])];
    }

    private static void Add(Span<int> scores, ReadOnlySpan<sbyte> row)
    {
        Span<Vector<int>> sums = MemoryMarshal.Cast<int, Vector<int>>(scores);
        int width = Vector<int>.Count;
        if (Vector<sbyte>.Count > Stride)
        {
            for (int i = 0; i < scores.Length; i++)
                scores[i] += row[i];
            return;
        }
        ReadOnlySpan<Vector<sbyte>> bytes = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(row);
        for (int i = 0; i < bytes.Length; i++)
        {
            Vector.Widen(bytes[i], out Vector<short> low, out Vector<short> high);
            Vector.Widen(low, out Vector<int> a, out Vector<int> b);
            Vector.Widen(high, out Vector<int> c, out Vector<int> d);
            int at = i * Vector<sbyte>.Count / width;
            sums[at] += a;
            sums[at + 1] += b;
            sums[at + 2] += c;
            sums[at + 3] += d;
        }
    }

    private static int IndexOfMax(ReadOnlySpan<int> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            best = scores[i] > scores[best] ? i : best;
        return best;
    }

    private static LanguageModel Load()
    {
        using Stream stream = typeof(LanguageModel).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("language.bin is not in the program");
        var table = new sbyte[Stride << Bits];
        stream.ReadExactly(MemoryMarshal.AsBytes(table.AsSpan()));
        return new LanguageModel(table);
    }
}

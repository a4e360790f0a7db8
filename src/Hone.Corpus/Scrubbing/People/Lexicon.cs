using System.Reflection;

namespace Hone.Corpus.Scrubbing.People;

/// <summary>
/// Common given and family names of many cultures (names.txt, written for this program), and the English, German, French and Spanish
/// words among them. A name that is also a word needs more around it before it counts.
/// </summary>
internal sealed class Lexicon
{
    private const string _accented = "àáâãäåāăąçćčďđèéêëēęěğíîïìīıľĺłñńňòóôõöøőřŕśšşșťţțùúûüūůűýÿžźż";
    private const string _plain = "aaaaaaaaacccddeeeeeeegiiiiiilllnnnooooooorrsssstttuuuuuuuyyzzz";

    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private Lexicon(Dictionary<string, Entry> entries) => _lookup = entries.GetAlternateLookup<ReadOnlySpan<char>>();

    [Flags]
    public enum Entry : byte
    {
        None = 0,
        Given = 1,
        Family = 2,

        /// <summary>Also a word of a language, a place or a product.</summary>
        Word = 4,

        /// <summary>Never part of a name, though it often stands capitalised beside one.</summary>
        Stop = 8,
    }

    public static Lexicon Default { get; } = Load();

    public Entry Of(ReadOnlySpan<char> word)
    {
        if (_lookup.TryGetValue(word, out Entry entry))
            return entry;
        if (word.Length > 40 || !word.ContainsAnyInRange('\u00C0', '\u024F'))
            return Entry.None;
        Span<char> plain = stackalloc char[word.Length];
        for (int i = 0; i < word.Length; i++)
            plain[i] = Plain(word[i]);
        return _lookup.TryGetValue(plain, out entry) ? entry : Entry.None;
    }

    /// <summary>The letter without its accent: names.txt has none.</summary>
    private static char Plain(char c)
    {
        int at = _accented.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
        return at < 0 ? c : _plain[at];
    }

    private static Lexicon Load()
    {
        var entries = new Dictionary<string, Entry>(StringComparer.OrdinalIgnoreCase);
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Hone.Corpus.Scrubbing.names.txt")
            ?? throw new InvalidOperationException("names.txt is not embedded");
        using var reader = new StreamReader(stream);
        Entry section = Entry.None;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            if (line.StartsWith('['))
                section = Enum.Parse<Entry>(line.Trim('[', ']'), ignoreCase: true);
            else
                foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    entries[word] = entries.GetValueOrDefault(word) | section;
        }
        return new Lexicon(entries);
    }
}

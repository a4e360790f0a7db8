using System.Text;

namespace Hone.Core.Tokens;

/// <summary>What each id stands for: as written in the file, and as bytes. An id without an entry is a gap and stands for nothing.</summary>
internal sealed class Vocabulary
{
    private readonly string?[] _entries;
    private readonly byte[]?[] _bytes;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int> _addedIds = new(StringComparer.Ordinal);
    private readonly HashSet<int> _special = [];

    /// <param name="entries">Entries of the model by id, null where there is none.</param>
    /// <param name="added">Added tokens; they may stand beyond the model's entries, or name one of them.</param>
    public Vocabulary(IReadOnlyList<string?> entries, IReadOnlyList<AddedToken> added, EntryReading reading)
    {
        Size = Math.Max(entries.Count, added.Count == 0 ? 0 : added.Max(token => token.Id) + 1);
        ModelSize = entries.Count;
        Added = added;
        Reading = reading;
        _entries = new string?[Size];
        _bytes = new byte[]?[Size];
        _ids = new Dictionary<string, int>(Size, StringComparer.Ordinal);
        for (int id = 0; id < entries.Count; id++)
        {
            if (entries[id] is not { } entry)
                continue;
            _entries[id] = entry;
            _bytes[id] = reading.Read(entry);
            _ids[entry] = id;
        }
        foreach (var token in added)
        {
            _bytes[token.Id] ??= Encoding.UTF8.GetBytes(token.Content);
            _addedIds[token.Content] = token.Id;
            if (token.Special)
                _special.Add(token.Id);
        }
    }

    /// <summary>Highest id and one.</summary>
    public int Size { get; }

    public int ModelSize { get; }

    public IReadOnlyList<AddedToken> Added { get; }

    public EntryReading Reading { get; }

    /// <summary>The model's entry as the file writes it, or null for a gap and for tokens that are only added.</summary>
    public string? Entry(int id) => _entries[id];

    public ReadOnlySpan<byte> Bytes(int id) => _bytes[id];

    public bool IsGap(int id) => _bytes[id] is null;

    public bool IsSpecial(int id) => _special.Contains(id);

    public int? Find(string text) =>
        _addedIds.TryGetValue(text, out int id) || _ids.TryGetValue(Reading.Write(text), out id) ? id : null;
}

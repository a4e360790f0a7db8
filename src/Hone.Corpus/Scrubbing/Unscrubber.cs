using System.Text;
using Hone.Corpus.Scrubbing.Pseudonyms;
using Hone.Corpus.Scrubbing.Scanning;

namespace Hone.Corpus.Scrubbing;

/// <summary>Puts the values back in place of their pseudonyms, with the team's key and the map written while scrubbing.</summary>
public sealed class Unscrubber
{
    private const int LabelMost = 12;

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _values;

    private Unscrubber(Dictionary<string, string> values) => _values = values.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Unscrubber Open(string mapPath, string keyPath) => new(SealedMap.Read(mapPath, ScrubKey.Read(keyPath)));

    /// <summary>What is no pseudonym of the map stays as it is.</summary>
    public string Unscrub(string text)
    {
        var plain = new StringBuilder(text.Length);
        int from = 0;
        for (int at = text.IndexOf('<'); at >= 0; at = text.IndexOf('<', at + 1))
        {
            ReadOnlySpan<char> rest = text.AsSpan(at, Math.Min(text.Length - at, LabelMost + PseudonymMap.NumberLength + 3));
            int close = rest.IndexOf('>');
            if (close < 0 || !_values.TryGetValue(rest[..(close + 1)], out string? value))
                continue;
            plain.Append(text, from, at - from).Append(value);
            from = at + close + 1;
        }
        return from == 0 ? text : plain.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>A text of any length, in pieces.</summary>
    public void Unscrub(TextReader reader, TextWriter writer)
    {
        foreach (string piece in TextPieces.Read(reader))
            writer.Write(Unscrub(piece));
    }
}

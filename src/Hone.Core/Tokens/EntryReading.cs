using System.Globalization;
using System.Text;

namespace Hone.Core.Tokens;

/// <summary>How the entries of a vocabulary turn into the bytes of running text: what a file says under "decoder".</summary>
internal sealed record EntryReading
{
    /// <summary>Entries are written in GPT-2's byte alphabet.</summary>
    public bool ByteLevel { get; init; }

    /// <summary>Strings in entries that stand for others, in this order: "▁" for a space.</summary>
    public IReadOnlyList<(string Pattern, string Content)> Replacements { get; init; } = [];

    /// <summary>"&lt;0x0A&gt;" stands for that byte.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>How many spaces at the beginning of a text come from the encoder and go again.</summary>
    public int LeadingSpaces { get; init; }

    /// <summary>Whether only spaces of the first token go.</summary>
    public bool FirstTokenOnly { get; init; }

    public static EntryReading OfBytes { get; } = new() { ByteLevel = true };

    public byte[] Read(string entry)
    {
        if (ByteLevel)
            return ByteAlphabet.TryRead(entry) ?? Encoding.UTF8.GetBytes(entry);
        if (ByteFallback && ReadByte(entry) is { } value)
            return [value];
        foreach (var (pattern, content) in Replacements)
            entry = entry.Replace(pattern, content, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(entry);
    }

    /// <summary>The entry that stands for this text.</summary>
    public string Write(string text)
    {
        if (ByteLevel)
            return ByteAlphabet.Write(Encoding.UTF8.GetBytes(text));
        foreach (var (pattern, content) in Replacements.Where(replacement => replacement.Content.Length > 0).Reverse())
            text = text.Replace(content, pattern, StringComparison.Ordinal);
        return text;
    }

    public static string NameOf(byte value) => $"<0x{value:X2}>";

    private static byte? ReadByte(string entry) =>
        entry.Length == 6 && entry.StartsWith("<0x", StringComparison.Ordinal) && entry[5] == '>'
        && byte.TryParse(entry.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : null;
}

namespace Hone.Core.Tokens;

/// <summary>
/// The byte-level alphabet of GPT-2: every byte is written as one printable character, so that any text, and any bytes,
/// can stand in a JSON vocabulary. Printable Latin-1 bytes are themselves; the others take the characters from U+0100 on.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = MakeCharacters();
    private static readonly short[] Bytes = MakeBytes();

    public static char ToCharacter(byte value) => Characters[value];

    /// <summary>Writes bytes as a vocabulary entry.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            text[i] = Characters[bytes[i]];
        return new string(text);
    }

    /// <summary>Bytes of a vocabulary entry, or null where it has a character outside the alphabet.</summary>
    public static byte[]? TryRead(string entry)
    {
        var bytes = new byte[entry.Length];
        for (int i = 0; i < entry.Length; i++)
        {
            int value = entry[i] < Bytes.Length ? Bytes[entry[i]] : -1;
            if (value < 0)
                return null;
            bytes[i] = (byte)value;
        }
        return bytes;
    }

    private static char[] MakeCharacters()
    {
        var characters = new char[256];
        char next = (char)256;
        for (int value = 0; value < 256; value++)
        {
            bool printable = value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            characters[value] = printable ? (char)value : next++;
        }
        return characters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[Characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < 256; value++)
            bytes[Characters[value]] = (short)value;
        return bytes;
    }
}

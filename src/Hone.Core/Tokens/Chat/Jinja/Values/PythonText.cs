using System.Text;

namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>What Python means by the words of a text: its white space, and characters counted by code point rather than by UTF-16 unit.</summary>
internal static class PythonText
{
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1C' and <= '\x1F';

    public static string StripStart(string text, string? characters)
    {
        int start = 0;
        while (start < text.Length && IsStripped(text[start], characters))
            start++;
        return text[start..];
    }

    public static string StripEnd(string text, string? characters)
    {
        int end = text.Length;
        while (end > 0 && IsStripped(text[end - 1], characters))
            end--;
        return text[..end];
    }

    public static string Strip(string text, string? characters) => StripEnd(StripStart(text, characters), characters);

    public static int Length(string text)
    {
        int length = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
                length--;
        }
        return length;
    }

    /// <summary>The characters one by one.</summary>
    public static List<object?> Characters(string text)
    {
        var characters = new List<object?>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            characters.Add(text.Substring(i, length));
            i += length - 1;
        }
        return characters;
    }

    public static string Capitalize(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    /// <summary>A capital after everything that is no letter: "it's" becomes "It'S".</summary>
    public static string Title(string text)
    {
        var titled = new StringBuilder(text.Length);
        bool inWord = false;
        foreach (char character in text)
        {
            titled.Append(inWord ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character));
            inWord = char.IsLetter(character);
        }
        return titled.ToString();
    }

    // A set of characters that an attacker chose may be long: a text with n characters costs n times its length,
    // which callers pay through RenderState.ChargeSearch.
    private static bool IsStripped(char character, string? characters) =>
        characters is null ? IsSpace(character) : characters.Contains(character);
}

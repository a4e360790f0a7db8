using System.Text;

namespace Hone.Core.Tokens.Files;

/// <summary>What pre-tokenizer and decoder say alike of the mark that stands for a space.</summary>
internal static class Metaspace
{
    public static byte[] ReadMark(JsonField field)
    {
        string mark = field.IsNull ? "▁" : field.Text();
        return Rune.TryGetRuneAt(mark.Length > 0 ? mark : " ", 0, out var rune) && rune.Utf16SequenceLength == mark.Length && mark != " "
            ? Encoding.UTF8.GetBytes(mark)
            : throw field.Wrong("must be one character, not a space");
    }

    /// <summary>"always", "first" or "never"; older files have add_prefix_space instead.</summary>
    public static string ReadScheme(JsonField field)
    {
        var scheme = field["prepend_scheme"];
        bool adds = field["add_prefix_space"].Flag(absent: true);
        string text = scheme.IsNull ? adds ? "always" : "never" : scheme.Text();
        if (text is not ("always" or "first" or "never"))
            throw scheme.Wrong($"is \"{text}\"; it must be \"always\", \"first\" or \"never\"");
        return adds || text == "never" ? text : throw scheme.Wrong("contradicts add_prefix_space");
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>How JSON is written: only what must be escaped is, and one space may follow a comma or a colon.</summary>
internal static class JsonText
{
    /// <summary>Characters that stand in a JSON string as they are.</summary>
    public static readonly CharacterSet Plain = CharacterSet.Of((0, 0x1F), ('"', '"'), ('\\', '\\')).Complement();

    public static readonly Pattern Comma = Pattern.Then(Pattern.Text(","), Pattern.Optional(Pattern.Text(" ")));
    public static readonly Pattern Colon = Pattern.Then(Pattern.Text(":"), Pattern.Optional(Pattern.Text(" ")));

    public static Pattern Quoted(string text) => Pattern.Text($"\"{string.Concat(text.EnumerateRunes().Select(rune => Escape(rune.Value)))}\"");

    public static string Escape(int character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        < ' ' => $"\\u{character:x4}",
        _ => new Rune(character).ToString(),
    };

    /// <summary>This very value.</summary>
    public static Pattern Constant(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Quoted(value.GetString() ?? ""),
        JsonValueKind.Array => Pattern.Then(Pattern.Text("["), Joined(value.EnumerateArray().Select(Constant)), Pattern.Text("]")),
        JsonValueKind.Object => Pattern.Then(
            Pattern.Text("{"), Joined(value.EnumerateObject().Select(property => Pattern.Then(Quoted(property.Name), Colon, Constant(property.Value)))), Pattern.Text("}")),
        _ => Pattern.Text(value.GetRawText()),
    };

    public static bool IsOfType(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.String => type == "string",
        JsonValueKind.Array => type == "array",
        JsonValueKind.Object => type == "object",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Number => type == "number" || type == "integer" && IsWhole(value),
        _ => type == "null",
    };

    private static bool IsWhole(JsonElement number) =>
        double.TryParse(number.GetRawText(), CultureInfo.InvariantCulture, out double value) && Math.Floor(value) == value && double.IsFinite(value);

    private static Pattern.Sequence Joined(IEnumerable<Pattern> parts) =>
        new([.. parts.SelectMany((part, place) => place == 0 ? (Pattern[])[part] : [Comma, part])]);
}

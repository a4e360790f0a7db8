using System.Text;
using Hone.Core.Tokens.Constraints.Automata;
using Hone.Core.Tokens.Constraints.Patterns;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>Strings: any, by length in characters, by regular expression, or of a known format.</summary>
internal static class StringForm
{
    public static readonly string[] Keywords = ["minLength", "maxLength", "pattern", "format"];

    private const int LongestString = 100_000;

    public static Pattern Make(SchemaCompiler compiler, SchemaField schema)
    {
        if (Keywords.Count(schema.Has) > (schema.Has("minLength") && schema.Has("maxLength") ? 2 : 1))
            throw schema.Wrong("has several of pattern, format and a length, which is not supported together", "Say the length within the pattern: ^[a-z]{2,8}$.");
        return Pattern.Then(Pattern.Text("\""), Content(compiler, schema), Pattern.Text("\""));
    }

    private static Pattern Content(SchemaCompiler compiler, SchemaField schema)
    {
        if (schema.Has("format"))
            return StringFormats.Find(schema["format"]);
        if (schema.Has("pattern"))
            return Escaped(compiler, RegexParser.ParseSearch(schema["pattern"].Text()));
        int least = schema.Count("minLength", 0, LongestString);
        int? most = schema.Has("maxLength") ? schema.Count("maxLength", 0, LongestString) : null;
        if (most < least)
            throw schema.Wrong($"asks for at least {least} characters and allows only {most}");
        return new Pattern.Repeat(compiler.Rule("a character of a string", Character), least, most);
    }

    /// <summary>A character as it is or escaped; escapes of surrogates are left out, since they come in pairs.</summary>
    private static Pattern Character()
    {
        var hex = CharacterSet.Of("0123456789abcdefABCDEF");
        var anyHex = new Pattern.OneCharacter(hex);
        var code = Pattern.OneOf([
            Pattern.Then(new Pattern.OneCharacter(hex.Except(CharacterSet.Of("dD"))), anyHex),
            Pattern.Then(new Pattern.OneCharacter(CharacterSet.Of("dD")), new Pattern.OneCharacter(CharacterSet.Of("01234567"))),
        ]);
        return Pattern.OneOf([
            new Pattern.OneCharacter(JsonText.Plain),
            Pattern.Then(Pattern.Text("\\"), new Pattern.OneCharacter(CharacterSet.Of("\"\\/bfnrt"))),
            Pattern.Then(Pattern.Text("\\u"), code, anyHex, anyHex),
        ]);
    }

    /// <summary>The pattern with its characters as they are written in a JSON string.</summary>
    private static Pattern Escaped(SchemaCompiler compiler, Pattern pattern) => pattern switch
    {
        Pattern.Literal literal => Pattern.Text(string.Concat(Encoding.UTF8.GetString(literal.Bytes).EnumerateRunes().Select(rune => JsonText.Escape(rune.Value)))),
        Pattern.OneCharacter one => Escaped(compiler, one.Characters),
        Pattern.Sequence sequence => new Pattern.Sequence([.. sequence.Parts.Select(part => Escaped(compiler, part))]),
        Pattern.Alternatives alternatives => Pattern.OneOf(alternatives.Choices.Select(choice => Escaped(compiler, choice))),
        Pattern.Repeat repeat => repeat with { Body = Escaped(compiler, repeat.Body) },
        _ => throw new InvalidOperationException($"a regular expression has no {pattern.GetType().Name}"),
    };

    private static Pattern Escaped(SchemaCompiler compiler, CharacterSet characters)
    {
        var plain = characters.Except(JsonText.Plain.Complement());
        var special = characters.Except(JsonText.Plain);
        if (special.IsEmpty)
            return new Pattern.OneCharacter(plain);
        string name = $"one of {string.Join(' ', characters.Ranges)}";
        return compiler.Rule(name, () => Pattern.OneOf(
        [
            .. plain.IsEmpty ? (Pattern[])[] : [new Pattern.OneCharacter(plain)],
            .. special.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).Select(character => Pattern.Text(JsonText.Escape(character))),
        ]));
    }
}

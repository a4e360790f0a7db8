using System.Text.Json;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>
/// Objects: the properties of the schema in its order, then others where additionalProperties allows them. Left out it allows none beside
/// properties, for nobody who lists properties wants invented ones.
/// </summary>
internal static class ObjectForm
{
    public static readonly string[] Keywords = ["properties", "required", "additionalProperties"];

    /// <summary>The names that others must differ from are told apart character by character, one level each.</summary>
    private const int LongestNameBesideOthers = 128;

    public static Pattern Make(SchemaCompiler compiler, SchemaField schema)
    {
        var properties = new OrderedDictionary<string, SchemaField>(StringComparer.Ordinal);
        foreach (var (name, field) in schema.Has("properties") ? schema["properties"].Properties() : [])
            properties[name] = field;
        var required = schema.Has("required") ? schema["required"].Items().Select(item => item.Text()).ToHashSet(StringComparer.Ordinal) : [];
        string[] unlisted = [.. required.Where(name => !properties.ContainsKey(name))];
        var others = Others(compiler, schema, isAbsentAny: properties.Count == 0);
        if (unlisted.Length > 0 && others is null)
            throw schema["required"].Wrong($"names \"{unlisted[0]}\", which properties does not allow");

        var members = properties.Select(pair => (Member(pair.Key, compiler.Value(pair.Value)), required.Contains(pair.Key))).ToList();
        members.AddRange(unlisted.Select(name => (Member(name, others ?? Pattern.Never), true)));
        var extra = others is null ? null : Pattern.Then(OtherName(schema, [.. properties.Keys, .. unlisted]), JsonText.Colon, others);
        return Pattern.Then(Pattern.Text("{"), new Pattern.Members(members, extra, JsonText.Comma), Pattern.Text("}"));
    }

    private static Pattern? Others(SchemaCompiler compiler, SchemaField schema, bool isAbsentAny)
    {
        if (!schema.Has("additionalProperties"))
            return isAbsentAny ? compiler.Anything() : null;
        var field = schema["additionalProperties"];
        // In a rule of its own, since it may be needed in several places.
        return field.Value.ValueKind == JsonValueKind.False ? null : compiler.Rule(field.Path, () => compiler.Value(field));
    }

    private static Pattern Member(string name, Pattern value) => Pattern.Then(JsonText.Quoted(name), JsonText.Colon, value);

    /// <summary>Any name but these, written without escapes.</summary>
    private static Pattern OtherName(SchemaField schema, string[] names)
    {
        if (names.FirstOrDefault(name => name.Length > LongestNameBesideOthers) is { } tooLong)
            throw schema.Wrong($"has the property \"{tooLong[..20]}...\" of more than {LongestNameBesideOthers} characters, which is not supported beside additionalProperties");
        var quote = Pattern.Text("\"");
        return Pattern.Then(quote, Other([.. names.Select(name => name.EnumerateRunes().Select(rune => rune.Value).ToArray())], 0), quote);
    }

    private static Pattern Other(int[][] names, int depth)
    {
        var rest = new Pattern.Repeat(new Pattern.OneCharacter(JsonText.Plain), 0, null);
        if (names.Length == 0)
            return rest;
        var choices = new List<Pattern>();
        if (!names.Any(name => name.Length == depth))
            choices.Add(Pattern.Nothing);
        var following = names.Where(name => name.Length > depth).GroupBy(name => name[depth]).ToList();
        var taken = CharacterSet.Of(following.Select(group => (group.Key, group.Key)));
        choices.Add(Pattern.Then(new Pattern.OneCharacter(JsonText.Plain.Except(taken)), rest));
        foreach (var group in following.Where(group => JsonText.Plain.Contains(group.Key)))
            choices.Add(Pattern.Then(new Pattern.OneCharacter(CharacterSet.Of((group.Key, group.Key))), Other([.. group], depth + 1)));
        return Pattern.OneOf(choices);
    }
}

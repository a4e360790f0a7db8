using System.Text;

namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>What texts look like. Regular expressions and JSON schemas both become this.</summary>
internal abstract record Pattern
{
    public static readonly Pattern Nothing = new Sequence([]);

    /// <summary>What no text is.</summary>
    public static readonly Pattern Never = new OneCharacter(CharacterSet.Empty);

    /// <summary>These bytes.</summary>
    public sealed record Literal(byte[] Bytes) : Pattern;

    /// <summary>One character of a set.</summary>
    public sealed record OneCharacter(CharacterSet Characters) : Pattern;

    public sealed record Sequence(IReadOnlyList<Pattern> Parts) : Pattern;

    public sealed record Alternatives(IReadOnlyList<Pattern> Choices) : Pattern;

    /// <summary>The body so often; without a most where it is null.</summary>
    public sealed record Repeat(Pattern Body, int Least, int? Most) : Pattern;

    /// <summary>
    /// Members with separators between those that are there: in their order, the optional ones there or not, then any number of extra ones.
    /// </summary>
    public sealed record Members(IReadOnlyList<(Pattern Body, bool Required)> Items, Pattern? Extra, Pattern Separator) : Pattern;

    /// <summary>
    /// A list with separators: the first ones in their order, of which the last may be missing down to <paramref name="Least"/>, then, where all
    /// are there, any number of extra ones.
    /// </summary>
    public sealed record Elements(IReadOnlyList<Pattern> Items, int Least, Pattern? Extra, Pattern Separator) : Pattern;

    /// <summary>What the rule of this name says, which may say the same rule again.</summary>
    public sealed record Rule(string Name) : Pattern;

    public static Pattern Text(string text)
    {
        try
        {
            return new Literal(Strict.GetBytes(text));
        }
        catch (EncoderFallbackException error)
        {
            throw new UserError("a text to be written has half a surrogate pair", inner: error);
        }
    }

    public static Pattern OneOf(IEnumerable<Pattern> choices) => choices.ToList() is [var only] ? only : new Alternatives([.. choices]);

    public static Pattern Then(params Pattern[] parts) => new Sequence(parts);

    public static Pattern Optional(Pattern body) => new Repeat(body, 0, 1);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}

/// <summary>A pattern with the rules it speaks of.</summary>
internal sealed record Grammar(string Name, Pattern Root)
{
    public IReadOnlyDictionary<string, Pattern> Rules { get; init; } = new Dictionary<string, Pattern>();
}

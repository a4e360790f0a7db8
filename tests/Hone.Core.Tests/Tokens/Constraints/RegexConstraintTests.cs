using System.Text;
using System.Text.RegularExpressions;
using Hone.Core.Statistics;
using Hone.Core.Tokens.Constraints;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tests.Tokens.Constraints;

/// <summary>Against .NET's own regular expressions, in both directions: all that is written matches, and all short texts that match can be written.</summary>
public sealed class RegexConstraintTests
{
    private static readonly TokenVocabulary Vocabulary = WalkVocabulary.Make();

    public static TheoryData<string> Expressions =>
    [
        "abc", "a|b|", "(a|ab)(c|bcd)", "a*", "a+b?", "(ab)*", "(?:ab|a)+?", "[abc]{2,3}", "[^a]b", "a{3}", "a{2,}b", "(a*)*b", "(a|b)*abb", "((a?b){1,2}c){0,2}", "^abc$", "^a|b$", "a.c", @"\d+\.\d*", @"\w+@\w+",
        @"[\d-]+", @"[a\-z]+", "[a-c-]+", @"[\]a]+", @"\s\S", @"[^\w\s]+", @"a\.b\*", @"\x61\u0062", "a{,3}", "a{b", "{}", "x(?<name>a)y", "[ -~]{1,3}", @"[\w-.]+", @"\t|\n", "(|a)b", "(a{0,2}){2}", "é+|日?", "CVE-[0-9]{4}-[0-9]{4,7}",
    ];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Regex_AllShortTexts_AreAcceptedWhereDotNetMatches(string expression)
    {
        var constraint = OutputConstraint.Regex(Vocabulary, expression);
        var reference = new Regex($@"^(?:{expression})\z", RegexOptions.ECMAScript);
        string alphabet = Alphabet(expression);

        foreach (string text in Texts(alphabet, alphabet.Length > 6 ? 3 : 5))
            Assert.True(reference.IsMatch(text) == WalkVocabulary.Accepts(constraint, text), $"{expression} on \"{text}\"");
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Regex_RandomWalks_EndInTextThatMatches(string expression)
    {
        var constraint = OutputConstraint.Regex(Vocabulary, expression);
        var reference = new Regex($@"^(?:{expression})\z", RegexOptions.ECMAScript);
        var random = new Xoshiro256(3);

        for (int walk = 0; walk < 40; walk++)
        {
            string text = Strict.GetString(WalkVocabulary.Walk(constraint, random, 20));
            // .NET counts the two halves of a character beyond U+FFFF as two.
            Assert.True(text.Any(char.IsSurrogate) || reference.IsMatch(text), $"{expression} wrote \"{text}\"");
        }
    }

    [Theory]
    [InlineData("(?=a)b", "look-ahead")]
    [InlineData("(?!a)b", "look-ahead")]
    [InlineData("(?<=a)b", "look-behind")]
    [InlineData("(?<!a)b", "look-behind")]
    [InlineData(@"(a)\1", "back-reference")]
    [InlineData(@"(?<x>a)\k<x>", "back-reference")]
    [InlineData("(?>a)b", "atomic group")]
    [InlineData("a++", "possessive")]
    [InlineData("(?i)a", "options")]
    [InlineData(@"\bword", @"anchor \b")]
    [InlineData("a^b", "'^'")]
    [InlineData("a$b", "'$'")]
    [InlineData("(a$)", "'$'")]
    [InlineData(@"\p{L}", "Unicode category")]
    [InlineData("[[:alpha:]]", "named class")]
    [InlineData(@"\q", @"escape \q")]
    [InlineData("(a", "'('")]
    [InlineData("a)", "')'")]
    [InlineData("[a", "'['")]
    [InlineData("[]", "empty class")]
    [InlineData("[z-a]", "range")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData("a**", "one quantifier after another")]
    [InlineData("a{3,2}", "wrong order")]
    [InlineData("a{99999}", "10000 times")]
    [InlineData("((a{1000}){1000}){1000}", "too large")]
    [InlineData(@"\x1", "without its digits")]
    [InlineData(@"\ud800", "surrogate")]
    [InlineData("\\", "ends in")]
    [InlineData(@"[^\s\S]", "without characters")]
    public void Regex_NotSupported_IsRefusedByName(string expression, string named)
    {
        var error = Assert.Throws<UserError>(() => OutputConstraint.Regex(Vocabulary, expression));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Regex_DeepOrAmbiguous_IsRefused()
    {
        Assert.Throws<UserError>(() => OutputConstraint.Regex(Vocabulary, string.Concat(Enumerable.Repeat("(", 50_000))));
        Assert.Throws<UserError>(() => OutputConstraint.Regex(Vocabulary, new string('(', 500) + new string(')', 500)));
        Assert.Throws<UserError>(() => OutputConstraint.Regex(Vocabulary, "((a?){100}){100}"));
        Assert.True(WalkVocabulary.Accepts(OutputConstraint.Regex(Vocabulary, "((((){10000}){10000}){10000}){10000}"), ""));
        Assert.True(WalkVocabulary.Accepts(OutputConstraint.Regex(Vocabulary, $"[{string.Concat(Enumerable.Range(0x3000, 40_000).Select(i => (char)i))}]"), "日"));
    }

    [Fact]
    public void Regex_CharactersBeyondTheBasicPlane_AreOneCharacterEach()
    {
        var one = OutputConstraint.Regex(Vocabulary, ".");
        var range = OutputConstraint.Regex(Vocabulary, "[😀-😎]{2}");

        Assert.True(WalkVocabulary.Accepts(one, "😀"));
        Assert.False(WalkVocabulary.Accepts(one, "\n"));
        Assert.True(WalkVocabulary.Accepts(range, "😀😎"));
        Assert.False(WalkVocabulary.Accepts(range, "😀😏"));
        Assert.True(WalkVocabulary.Accepts(OutputConstraint.Regex(Vocabulary, @"\u{1F600}"), "😀"));
    }

    [Fact]
    public void CharacterSet_AsBytes_IsExactlyTheSet()
    {
        var random = new Xoshiro256(4);
        for (int round = 0; round < 30; round++)
        {
            var set = CharacterSet.Of(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Range(random)));
            set = round % 3 == 0 ? set.Complement() : set;
            var automaton = new Automaton(GraphBuilder.Build(new Grammar("t", new Pattern.OneCharacter(set)), [.. Enumerable.Repeat(true, 256)]));
            for (int character = 0; character <= CharacterSet.Last; character += character < 0x3000 ? 1 : 7)
            {
                if (Rune.IsValid(character))
                    Assert.True(Reads(automaton, new Rune(character)) == set.Contains(character), $"round {round}, U+{character:X}");
            }
        }
    }

    private static readonly UTF8Encoding Strict = new(false, true);

    private static bool Reads(Automaton automaton, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        var state = automaton.Start;
        foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            state = automaton.Next(state, value);
        return state.IsAccepting;
    }

    private static (int, int) Range(Xoshiro256 random)
    {
        int[] limits = [0x7F, 0x7FF, 0xFFFF, 0x10FFFE];
        int limit = limits[random.Next(4)];
        int first = random.Next(limit);
        return (first, Math.Min(limit, first + random.Next(1, 1 + limit / (1 + random.Next(50)))));
    }

    /// <summary>What the expression speaks of, and a character or two that it does not.</summary>
    private static string Alphabet(string expression)
    {
        string letters = string.Concat(expression.Where(character => char.IsLetterOrDigit(character) || "@.-*]{}".Contains(character)).Distinct());
        return letters.Length > 8 ? letters[..8] + "Z\n" : letters + "Z\n";
    }

    private static IEnumerable<string> Texts(string alphabet, int longest)
    {
        IEnumerable<string> texts = [""];
        var all = texts;
        for (int length = 0; length < longest; length++)
        {
            texts = texts.SelectMany(_ => alphabet, (text, character) => text + character);
            all = all.Concat(texts);
        }
        return all.Take(20_000);
    }
}

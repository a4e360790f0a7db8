using System.Globalization;
using System.Text;
using System.Text.Json;
using Hone.Core.Statistics;
using Hone.Core.Tokens.Constraints;

namespace Hone.Core.Tests.Tokens.Constraints;

/// <summary>Expressions and schemas spoiled at random: they are refused, or compiled and then never come to a dead end. HONE_FUZZ gives the number of rounds.</summary>
public sealed class ConstraintFuzzTests
{
    private static readonly string[] Parts =
    [
        "a", "b", "é", "😀", "\ud83d", ".", "*", "+", "?", "|", "(", ")", "(?:", "(?<n>", "(?=", "[", "]", "[^", "-", "^", "$", "{2}", "{0,3}", "{1,}", "{", "}", "\\d", "\\W", "\\s", "\\", "\\x41", "\\u{1F600}", "\\1", "\\b", "[a-z]", "[^\\d]", "0", "\n",
    ];

    private readonly TokenVocabulary _vocabulary = WalkVocabulary.Make();

    [Fact]
    public void Regex_AnyText_WorksOrIsAUserError()
    {
        var random = new Xoshiro256(71);
        Run(() =>
        {
            string expression = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Parts[random.Next(Parts.Length)]));
            return (expression, () => OutputConstraint.Regex(_vocabulary, expression));
        }, random);
    }

    [Fact]
    public void Schema_Mutated_WorksOrIsAUserError()
    {
        var random = new Xoshiro256(72);
        byte[][] schemas = [.. SchemaConstraintTests.Schemas.Select(row => Encoding.UTF8.GetBytes(row.Data))];
        Run(() =>
        {
            var (json, schema) = MutatedJson(schemas, random);
            return (json, () => OutputConstraint.JsonSchema(_vocabulary, schema));
        }, random);
    }

    /// <summary>A spoiled schema that is still JSON.</summary>
    private static (string, JsonElement) MutatedJson(byte[][] schemas, Xoshiro256 random)
    {
        while (true)
        {
            byte[] json = Mutation.Mutate(schemas[random.Next(schemas.Length)], random);
            try
            {
                return (Encoding.UTF8.GetString(json), JsonElement.Parse(json));
            }
            catch (JsonException)
            {
                // Parsing JSON is not what is tested here.
            }
        }
    }

    private static void Run(Func<(string Shown, Func<OutputConstraint> Make)> next, Xoshiro256 random)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("HONE_FUZZ") ?? "3000", CultureInfo.InvariantCulture);
        int made = 0;
        int refused = 0;
        for (int round = 0; round < count; round++)
        {
            var (shown, make) = next();
            try
            {
                var constraint = make();
                made++;
                WalkVocabulary.Walk(constraint, random, 6);
            }
            catch (UserError)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"round {round}: {error}\n{shown}");
            }
        }
        Assert.InRange(made, count / 20, count);
        Assert.InRange(refused, count / 20, count);
    }
}

using System.Text;
using Hone.Core.Statistics;
using Hone.Core.Tokens.Constraints;

namespace Hone.Core.Tests.Tokens.Constraints;

public sealed class OutputConstraintTests
{
    private readonly TokenVocabulary _vocabulary = WalkVocabulary.Make();

    [Fact]
    public void Choice_RandomWalks_GiveEveryChoiceAndNothingElse()
    {
        string[] choices = ["critical", "crit", "high", "größer", "日本語", "", "abc", "ab", "low 😀"];
        var constraint = OutputConstraint.Choice(_vocabulary, choices);
        var random = new Xoshiro256(5);

        var written = Enumerable.Range(0, 400).Select(_ => Encoding.UTF8.GetString(WalkVocabulary.Walk(constraint, random, 50))).ToHashSet();

        Assert.Equal(choices.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Choice_ThousandsOfTexts_AreAllAccepted()
    {
        string[] choices = [.. Enumerable.Range(0, 5_000).Select(i => $"CWE-{i}"), new string('x', 20_000) + "a", new string('x', 20_000) + "b"];

        var constraint = OutputConstraint.Choice(_vocabulary, choices);

        Assert.All(choices.Where((_, i) => i % 500 == 0).Append(choices[^1]), choice => Assert.True(WalkVocabulary.Accepts(constraint, choice)));
        Assert.False(WalkVocabulary.Accepts(constraint, "CWE-5000"));
        Assert.False(WalkVocabulary.Accepts(constraint, "CWE-"));
    }

    [Fact]
    public void Choice_TextsThatBeginWithOneAnother_AreAcceptedOrRefused()
    {
        var constraint = OutputConstraint.Choice(_vocabulary, [.. Enumerable.Range(0, 300).Select(i => new string('a', i))]);

        Assert.True(WalkVocabulary.Accepts(constraint, new string('a', 299)));
        Assert.Throws<UserError>(() => OutputConstraint.Choice(_vocabulary, [new string('a', 5_000_000)]));
        Assert.Throws<UserError>(() => OutputConstraint.Choice(_vocabulary, []));
        Assert.Throws<UserError>(() => OutputConstraint.Choice(_vocabulary, ["\ud800"]));
    }

    [Fact]
    public void Choice_LittleStack_IsRefusedBeforeItEnds()
    {
        string[] choices = [.. Enumerable.Range(0, 2_500).Select(i => new string('a', i))];
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => OutputConstraint.Choice(_vocabulary, choices)), 256 * 1024);

        thread.Start();
        thread.Join();

        Assert.IsType<UserError>(error);
    }

    [Fact]
    public void Allow_TokenAcrossStructure_IsAllowedWhereItFits()
    {
        var output = OutputConstraint.JsonSchema(_vocabulary, SchemaCheck.Parse("""{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}""")).Start();

        Assert.Equal(["{", "{\""], Allowed(output));
        Accept(output, "{\"", "name", "\": \"", "é");
        Assert.Contains("\"}", Allowed(output));
        Assert.DoesNotContain("\"}]", Allowed(output));
        Assert.DoesNotContain("\",", Allowed(output));
        Accept(output, "\"}");
        Assert.True(output.MustEnd);
    }

    [Fact]
    public void Accept_AfterTheEnd_OnlyTheEndIsAllowed()
    {
        var output = OutputConstraint.Regex(_vocabulary, "a*").Start();

        output.Accept(WalkVocabulary.End);

        Assert.True(output.MustEnd);
        Assert.Equal(["<|end|>"], Allowed(output));
        Assert.Throws<InvalidOperationException>(() => output.Accept('a'));
    }

    [Theory]
    [InlineData('b')]
    [InlineData(256)]
    public void Accept_TokenThatIsNotAllowed_Throws(int token) =>
        Assert.Throws<InvalidOperationException>(() => OutputConstraint.Regex(_vocabulary, "aaa").Start().Accept(token));

    [Fact]
    public void Accept_TokensWithoutText_Throw()
    {
        var output = OutputConstraint.Regex(_vocabulary, "a+").Start();

        foreach (int token in (int[])[WalkVocabulary.Special, WalkVocabulary.Special + 1, WalkVocabulary.End])
            Assert.Throws<InvalidOperationException>(() => output.Accept(token));
    }

    [Fact]
    public void Outputs_OfOneConstraint_DoNotDisturbEachOther()
    {
        var constraint = OutputConstraint.Regex(_vocabulary, "(ab)*c");
        var first = constraint.Start();
        var second = constraint.Start();

        first.Accept('a');

        Assert.Equal(["b"], Allowed(first));
        Assert.Contains("c", Allowed(second));
    }

    [Fact]
    public void Constraint_FromManyThreads_GivesTheSameMasks()
    {
        var alone = Tokens(OutputConstraint.JsonSchema(_vocabulary, SchemaCheck.Parse("{}")), seed: 3);
        var shared = OutputConstraint.JsonSchema(_vocabulary, SchemaCheck.Parse("{}"));

        Parallel.For(0, 64, seed =>
        {
            var tokens = Tokens(shared, (ulong)(seed % 8));
            Assert.True(seed % 8 != 3 || tokens.SequenceEqual(alone));
        });
    }

    private static List<int> Tokens(OutputConstraint constraint, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var output = constraint.Start();
        var mask = new ulong[(WalkVocabulary.Tokens.Length + 63) / 64];
        var tokens = new List<int>();
        while (tokens.Count < 60 && !output.MustEnd)
        {
            output.Allow(mask);
            int token = random.Next(WalkVocabulary.End);
            while ((mask[token >> 6] >> token & 1) == 0)
                token = (token + 1) % WalkVocabulary.End;
            output.Accept(token);
            tokens.Add(token);
        }
        return tokens;
    }

    [Fact]
    public void Vocabulary_WithoutSomeBytes_NeverComesToADeadEnd()
    {
        var some = (byte[]?[])WalkVocabulary.Tokens.Clone();
        foreach (int missing in (int[])['}', 0xC3, 'z'])
            some[missing] = null;
        var vocabulary = new TokenVocabulary(some, [WalkVocabulary.End]);
        var random = new Xoshiro256(9);

        var letters = OutputConstraint.Regex(vocabulary, "[x-zé]{1,5}");

        for (int i = 0; i < 200; i++)
            Assert.DoesNotContain((byte)'z', WalkVocabulary.Walk(letters, random, 10));
        Assert.Throws<UserError>(() => OutputConstraint.JsonSchema(vocabulary, SchemaCheck.Parse("""{"type":"object"}""")));
        Assert.Throws<UserError>(() => OutputConstraint.Choice(vocabulary, ["é"]));
    }

    [Fact]
    public void Constraint_MoreStatesThanAreKept_GoesOn()
    {
        // After every letter another set of ways is open, far more sets than are kept.
        var constraint = OutputConstraint.Regex(_vocabulary, "[ab]*a[ab]{18}");
        var output = constraint.Start();
        var random = new Xoshiro256(11);
        var mask = new ulong[_vocabulary.MaskLength];
        var written = new StringBuilder();

        for (int i = 0; i < 30_000; i++)
        {
            char letter = "ab"[random.Next(2)];
            output.Accept(letter);
            written.Append(letter);
            if (i % 1000 == 0)
                output.Allow(mask);
            Assert.Equal(written.Length > 18 && written[^19] == 'a', output.CanEnd);
        }
    }

    private static List<string> Allowed(ITokenConstraint output)
    {
        var mask = new ulong[(WalkVocabulary.Tokens.Length + 63) / 64];
        Array.Fill(mask, ulong.MaxValue);
        output.Allow(mask);
        return [.. Enumerable.Range(0, 64 * mask.Length).Where(id => (mask[id >> 6] >> id & 1) != 0).Select(id => Encoding.UTF8.GetString(WalkVocabulary.Tokens[id]!))];
    }

    private static void Accept(ITokenConstraint output, params string[] tokens)
    {
        foreach (string token in tokens)
            output.Accept(Array.FindIndex(WalkVocabulary.Tokens, bytes => bytes is not null && bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(token))));
    }
}

using Hone.Core.Statistics;
using Hone.Corpus.Curation;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Tests.Selection;

public class BudgetSelectionTests
{
    /// <summary>Documents of ten themes, some themes told again and again.</summary>
    private static string[] Themes(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int theme = random.Next(4) == 0 ? random.Next(10) : 0;
            return string.Join(' ', Enumerable.Range(0, 20 + random.Next(60)).Select(_ => $"word{theme * 30 + random.Next(30)}"));
        })];
    }

    private static (Candidate[] Candidates, FeatureSketches Sketches) Prepare(string[] texts)
    {
        var sketches = FeatureSketches.Make(new Texts(texts), [.. Enumerable.Range(0, texts.Length)], CancellationToken.None);
        return ([.. texts.Select((text, i) => new Candidate(i, i % 3, text.Split(' ').Length, 1 + i % 2))], sketches);
    }

    [Fact]
    public void Choose_Ladder_IsNestedAndWithinItsBudgets()
    {
        (Candidate[] candidates, FeatureSketches sketches) = Prepare(Themes(400, 1));

        foreach (bool random in (bool[])[false, true])
        {
            ChosenDocuments chosen = new BudgetSelection(candidates, [1, 2, 1], sketches).Choose([500, 3000, long.MaxValue], random, 7);

            long tokens = 0;
            long[] budgets = [500, 3000, long.MaxValue];
            for (int rung = 0; rung < 3; rung++)
            {
                tokens += chosen.Rungs[rung].Sum(document => candidates[document].Tokens);
                Assert.True(tokens <= budgets[rung], $"rung {rung} has {tokens}");
            }
            Assert.InRange(chosen.Rungs[0].Sum(document => candidates[document].Tokens), 350, 500);
            Assert.Equal(400, chosen.Rungs.SelectMany(rung => rung).Distinct().Count());
        }
    }

    [Fact]
    public void Choose_ByGain_CoversMoreThanChance()
    {
        (Candidate[] candidates, FeatureSketches sketches) = Prepare(Themes(400, 2));

        ChosenDocuments chosen = new BudgetSelection(candidates, [1, 1, 1], sketches).Choose([2000], random: false, 7);

        GainPoint end = chosen.Curve[^1];
        Assert.True(end.Chosen > 1.15 * end.Random, $"{end}");
        Assert.All(chosen.Curve.Zip(chosen.Curve.Skip(1)), pair => Assert.True(pair.Second.Chosen >= pair.First.Chosen && pair.Second.Tokens >= pair.First.Tokens));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Take_Lazily_EqualsPlainGreedy(ulong seed)
    {
        (Candidate[] candidates, FeatureSketches sketches) = Prepare(Themes(120, seed));
        var greedy = new GreedyCoverage(sketches, candidates);
        var coverage = new Coverage(sketches);
        var left = Enumerable.Range(0, 120).ToList();

        for (int step = 0; step < 120; step++)
        {
            int best = left.OrderByDescending(i => coverage.Gain(i) * candidates[i].Quality / candidates[i].Tokens).ThenBy(i => i).First();
            coverage.Add(best);
            left.Remove(best);

            Assert.Equal(best, greedy.Take(_ => true, []));
        }
        Assert.Equal(-1, greedy.Take(_ => true, []));
    }

    [Fact]
    public void Quotas_FavourSmallSourcesAndSpendTheBudget()
    {
        long[] quotas = MixturePlan.Quotas([1_000_000, 10_000, 500, 0], [1, 1, 1, 1], 100_000);

        Assert.InRange(quotas.Sum(), 99_990, 100_000);
        Assert.InRange(quotas[2], 450, 500);
        Assert.Equal(0, quotas[3]);
        Assert.True(quotas[1] > 100_000 * 10_000 / 1_010_500 * 3, $"{quotas[1]}");
        Assert.True(MixturePlan.Quotas([1000, 1000], [3, 1], 400)[0] == 300);
        Assert.Equal([1000, 50], MixturePlan.Quotas([1000, 50], [1, 1], long.MaxValue));
    }

    [Fact]
    public void TargetSimilarity_DocumentsLikeTheTarget_ScoreHigher()
    {
        using var folder = new TestFolder();
        string[] texts = ["phishing mail with a macro document", "phishing mail with a link", "kernel driver memory bug", "kernel driver memory leak", "macro document and link"];
        FeatureSketches sketches = FeatureSketches.Make(new Texts(texts), [0, 1, 2, 3, 4], CancellationToken.None);

        TargetSimilarity target = TargetSimilarity.Load([folder.Write("t.txt", "A mail came with a macro document.")]);

        Assert.True(target.Of(sketches, 0) > target.Of(sketches, 2));
        Assert.InRange(target.Of(sketches, 0), 0, 1);
    }

    private sealed class Texts(string[] texts) : IDocumentTexts
    {
        public int Count => texts.Length;

        public string Text(int document) => texts[document];
    }
}

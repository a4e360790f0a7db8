using Hone.Core.Statistics;
using Hone.Corpus.Dedup;

namespace Hone.Corpus.Tests.Dedup;

public class RepeatedParagraphsTests
{
    private const string Licence = "Copyright (c) Example. Licensed under the example licence, without warranty of any kind.";
    private const string Repeated = "This technique cannot be stopped by prevention since it abuses what the system is made for.";
    private const string Structure = "## The same heading in every one of these many documents\n\n- the same list item in every one of these many documents\n\n| the same | table row | in every one | of these many documents |\n\n```\nthe same code in every one of these many documents\n\nand more of the same code in every one of them\n```\n\n    the same indented code in every one of these many documents";

    private static readonly RepeatedParagraphsSpec _spec = new() { Documents = 5 };

    private static string[] Documents(int count) =>
        [.. Enumerable.Range(0, count).Select(i => $"# Document {i}\n\nIts own paragraph with number {i} and some words.\n\n{Repeated}\n\n{Structure}\n\n## Notes\n\n{(i % 2 == 0 ? Licence : Licence.ToUpperInvariant())}")];

    private static RepeatedParagraphs Find(string[] texts, int[]? clusters = null) => RepeatedParagraphs.Find(new ListedTexts(texts), clusters, _spec, CancellationToken.None);

    [Fact]
    public void Strip_Documents_LoseNoticesAndKeepRepeatedProseOnce()
    {
        string[] texts = Documents(40);

        RepeatedParagraphs found = Find(texts);
        string[] stripped = [.. texts.Select(found.Strip)];

        Assert.Equal([(40, false), (40, true)], found.Paragraphs.Select(paragraph => (paragraph.Documents, paragraph.Wholly)).Order());
        Assert.All(stripped, text => Assert.DoesNotContain("licence", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(stripped, text => Assert.DoesNotContain("## Notes", text, StringComparison.Ordinal));
        Assert.All(stripped, text => Assert.Contains($"own paragraph", text, StringComparison.Ordinal));
        Assert.All(stripped, text => Assert.Contains(Structure, text, StringComparison.Ordinal));
        Assert.Single(stripped, text => text.Contains(Repeated, StringComparison.Ordinal));
    }

    [Fact]
    public void Find_FewDocumentsOrOneCluster_IsNothing()
    {
        string[] texts = Documents(40);

        Assert.Empty(Find(Documents(5)).Paragraphs);
        Assert.Empty(Find(texts, [.. texts.Select((_, i) => i % 5)]).Paragraphs);
        Assert.Equal(2, Find(texts, [.. texts.Select((_, i) => i % 6)]).Paragraphs.Count);
        Assert.Same(texts[0], Find(texts, new int[40]).Strip(texts[0]));
    }

    [Fact]
    public void Strip_ShuffledDocuments_AreTheSame()
    {
        string[] texts = Documents(60), shuffled = [.. texts];
        new Xoshiro256(1).Shuffle<string>(shuffled);

        RepeatedParagraphs first = Find(texts), second = Find(shuffled);

        Assert.Equal(first.Paragraphs, second.Paragraphs);
        Assert.Equal(texts.Select(first.Strip), texts.Select(second.Strip));
    }

    [Fact]
    public void Strip_ParagraphTwiceInOneDocument_CountsOnceAndIsLeftOnce()
    {
        string[] texts = [.. Enumerable.Range(0, 8).Select(i => $"Own words {i}.\n\n{Repeated}\n\n{Repeated}")];
        RepeatedParagraphs found = Find(texts);

        Assert.Equal(8, Assert.Single(found.Paragraphs).Documents);
        Assert.Equal(1, texts.Sum(text => found.Strip(text).Split(Repeated).Length - 1));
        Assert.Empty(Find(texts[..5]).Paragraphs);
    }

    [Fact]
    public void Find_HostileTexts_AreTakenAsTheyAre()
    {
        string[] texts = ["", "\n\n\n\n", "```", string.Concat(Enumerable.Repeat("word ", 1_000_000)), string.Concat(Enumerable.Repeat("a\n\n", 100_000)), "攻撃者は脆弱性を悪用して任意のコードを実行する", "#", "1)"];

        RepeatedParagraphs found = Find(texts);

        Assert.Equal(texts, texts.Select(found.Strip));
    }
}

using System.Text;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Evaluation.Scoring;

namespace Hone.Evaluation.Tests.Scoring;

public sealed class NGramBaselineTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hone-test-").FullName;

    [Fact]
    public void BitsPerByte_RandomText_EqualsThePlainFormula()
    {
        Tokenizer tokenizer = BpeTrainer.Train(["the cat sat on the mat and the dog sat on the log"], new BpeTrainerOptions { VocabularySize = 270 }, NoProgress.Instance);
        var chance = new Xoshiro256(3);
        string[] words = ["the ", "cat ", "sat ", "on ", "mat ", "dog ", "xylo ", "!", "\"", "#", "$%"];
        string[] train = [.. Enumerable.Range(0, 30).Select(_ => Text(words, chance))];
        Document[] documents = [.. Enumerable.Range(0, 5).Select(i => new Document { Id = $"{i}", Source = "s", Text = Text(words, chance) })];
        string shard = WriteShard(tokenizer, train);

        IReadOnlyDictionary<int, double> scores = NGramBaseline.BitsPerByte(shard, tokenizer, documents, [1, 3, 5]);

        foreach (int order in new[] { 1, 3, 5 })
            Assert.Equal(Plain(tokenizer, train, documents, order), scores[order], 1e-9);
    }

    [Fact]
    public void BitsPerByte_ShardOfAnotherTokenizer_IsRefused()
    {
        Tokenizer one = BpeTrainer.Train(["aa bb"], new BpeTrainerOptions { VocabularySize = 258 }, NoProgress.Instance);
        Tokenizer other = BpeTrainer.Train(["cc cc dd dd cc dd"], new BpeTrainerOptions { VocabularySize = 259 }, NoProgress.Instance);
        string shard = WriteShard(one, ["aa"]);

        Assert.Throws<UserError>(() => NGramBaseline.BitsPerByte(shard, other, [], [3]));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Text(string[] words, Xoshiro256 chance)
        => string.Concat(Enumerable.Range(0, 1 + chance.Next(25)).Select(_ => words[chance.Next(words.Length)]));

    private string WriteShard(Tokenizer tokenizer, string[] texts)
    {
        string path = Path.Combine(_directory, "train");
        using TokenShardWriter writer = TokenShardWriter.Create(path, tokenizer);
        foreach (string text in texts)
            writer.Add([.. tokenizer.Encode(text), tokenizer.EndOfText]);
        writer.Complete();
        return path;
    }

    // Witten-Bell by definition: for every prediction, walk the whole training text and count.
    private static double Plain(Tokenizer tokenizer, string[] train, Document[] documents, int order)
    {
        List<int> stream = [.. train.SelectMany(text => tokenizer.Encode(text).Append(tokenizer.EndOfText))];
        double nats = 0;
        foreach (Document document in documents)
        {
            int[] text = [tokenizer.EndOfText, .. tokenizer.Encode(document.Text)];
            for (int i = 1; i < text.Length; i++)
                nats -= Math.Log(Probability(stream, text, i, Math.Min(order - 1, i), tokenizer));
        }
        return nats / Math.Log(2) / documents.Sum(document => Encoding.UTF8.GetByteCount(document.Text));
    }

    private static double Probability(List<int> stream, int[] text, int i, int length, Tokenizer tokenizer)
    {
        if (length < 0)
            return 1.0 / tokenizer.VocabularySize;
        int[] context = text[(i - length)..i];
        List<int> followers = [.. Enumerable.Range(length, stream.Count - length).Where(p => stream.GetRange(p - length, length).SequenceEqual(context)).Select(p => stream[p])];
        double lower = Probability(stream, text, i, length - 1, tokenizer);
        int kinds = followers.Distinct().Count();
        return followers.Count == 0 ? lower : (followers.Count(token => token == text[i]) + (kinds * lower)) / (followers.Count + kinds);
    }
}

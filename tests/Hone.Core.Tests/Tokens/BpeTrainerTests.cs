using System.Text;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tests.Tokens;

public sealed class BpeTrainerTests
{
    [Theory]
    [InlineData(11, 1)]
    [InlineData(12, 1)]
    [InlineData(13, 3)]
    public void Train_RandomWords_LearnsWhatCountingAfreshLearns(ulong seed, int minFrequency)
    {
        var texts = SmallTokenizer.Texts(seed, 25);
        var options = new BpeTrainerOptions { VocabularySize = 900, MinFrequency = minFrequency };

        var tokenizer = BpeTrainer.Train(texts, options, NoProgress.Instance, TestContext.Current.CancellationToken);

        var expected = TrainPlainly(texts, tokenizer.Model.ByteId, 900, minFrequency);
        var actual = tokenizer.Model.Merges.ToArray().Select(merge => (merge.Left, merge.Right));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Train_TextsInAnotherOrder_GivesTheSameTokenizer()
    {
        var texts = SmallTokenizer.Texts(14, 100);
        var options = new BpeTrainerOptions { VocabularySize = 600 };

        var first = BpeTrainer.Train(texts, options, NoProgress.Instance, TestContext.Current.CancellationToken);
        var second = BpeTrainer.Train(texts.AsEnumerable().Reverse(), options, NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(first.VocabularyHash, second.VocabularyHash);
    }

    [Theory]
    [InlineData(SplittingPattern.Gpt2, true)]
    [InlineData(SplittingPattern.Llama3, true)]
    [InlineData(SplittingPattern.Qwen2, false)]
    [InlineData(SplittingPattern.O200k, true)]
    [InlineData(SplittingPattern.Tekken, false)]
    public void Train_WithAPattern_LearnsInsideItsPiecesAndKeepsIt(SplittingPattern pattern, bool joinsDigits)
    {
        using var folder = new TemporaryFolder();
        var options = new BpeTrainerOptions { VocabularySize = 300, Pattern = pattern };

        var tokenizer = BpeTrainer.Train(["in 12 of 12", "in 12 of 12"], options, NoProgress.Instance, TestContext.Current.CancellationToken);
        tokenizer.Save(folder.Path("tokenizer.json"));
        var again = Tokenizer.Load(folder.Path("tokenizer.json"));

        Assert.Equal(joinsDigits, tokenizer.FindToken("12") is not null);
        Assert.Equal(tokenizer.VocabularyHash, again.VocabularyHash);
        Assert.Equal(tokenizer.Encode("in 1212"), again.Encode("in 1212"));
    }

    [Fact]
    public void Train_NoText_KnowsBytesAndSpecialTokens()
    {
        var options = new BpeTrainerOptions { VocabularySize = 1000 };

        var tokenizer = BpeTrainer.Train([], options, NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(257, tokenizer.VocabularySize);
        Assert.Equal(0, tokenizer.EndOfText);
        Assert.Equal([1, 2, 3], tokenizer.Encode("!\"#"));
    }

    [Fact]
    public void Train_RareWord_IsNotMergedBelowTheMinimum()
    {
        var options = new BpeTrainerOptions { VocabularySize = 1000, MinFrequency = 3 };

        var tokenizer = BpeTrainer.Train(["xyz xyz qq qq qq"], options, NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Null(tokenizer.FindToken("xy"));
        Assert.NotNull(tokenizer.FindToken("qq"));
    }

    [Fact]
    public void Train_BadOptions_NamesEveryProblem()
    {
        var options = new BpeTrainerOptions { VocabularySize = 10, MinFrequency = 0, SpecialTokens = ["word", "<|x|>", "<|x|>"] };

        string message = Assert.Throws<UserError>(() => BpeTrainer.Train([], options, NoProgress.Instance, TestContext.Current.CancellationToken)).Message;

        Assert.Contains("vocabulary_size", message, StringComparison.Ordinal);
        Assert.Contains("min_frequency", message, StringComparison.Ordinal);
        Assert.Contains("\"word\"", message, StringComparison.Ordinal);
        Assert.Contains("differ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() => BpeTrainer.Train(["text"], new BpeTrainerOptions { VocabularySize = 300 }, NoProgress.Instance, cancel.Token));
    }

    private static List<(int, int)> TrainPlainly(List<string> texts, Func<byte, int> byteId, int vocabularySize, int minFrequency)
    {
        var words = texts.SelectMany(Pieces).Select(piece => piece.Select(byteId).ToList()).ToList();
        var spelling = Enumerable.Range(0, 256).ToDictionary(value => byteId((byte)value), value => $"{value:X2}");
        var ids = spelling.ToDictionary(pair => pair.Value, pair => pair.Key);
        var merges = new List<(int, int)>();
        while (ids.Count + 1 < vocabularySize)
        {
            var best = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair)
                .Select(group => (Pair: group.Key, Count: group.Count()))
                .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Pair.First).ThenBy(pair => pair.Pair.Second).FirstOrDefault();
            if (best.Count < minFrequency)
                break;
            var (left, right) = best.Pair;
            string spelled = spelling[left] + spelling[right];
            if (ids.TryAdd(spelled, ids.Count + 1))
                spelling[ids[spelled]] = spelled;
            merges.Add((left, right));
            foreach (var word in words)
                Replace(word, left, right, ids[spelled]);
        }
        return merges;
    }

    private static void Replace(List<int> word, int left, int right, int result)
    {
        for (int i = 0; i + 1 < word.Count; i++)
        {
            if (word[i] != left || word[i + 1] != right)
                continue;
            word[i] = result;
            word.RemoveAt(i + 1);
        }
    }

    private static List<byte[]> Pieces(string text)
    {
        var pieces = new List<byte[]>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (rest.Length > 0)
        {
            int length = new Gpt2PreTokenizer().NextLength(rest);
            pieces.Add(rest[..length].ToArray());
            rest = rest[length..];
        }
        return pieces;
    }
}

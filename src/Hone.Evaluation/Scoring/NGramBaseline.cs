using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Tokens;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Scoring;

/// <summary>
/// What counting alone would score: interpolated n-gram models over the language model's own tokens, with Witten-Bell weights
/// (Witten and Bell 1991, method C), fitted on its training shard. p(w|h) = (c(hw) + t(h) p(w|h')) / (c(h) + t(h)), where t(h) counts the
/// different tokens seen after h and h' is h without its first token. Only what the texts to score ask for is counted, so memory
/// follows them and not the shard.
/// </summary>
internal sealed class NGramBaseline
{
    private const int ChunkTokens = 1 << 16;
    private readonly int order;
    private readonly int endOfText;
    private readonly int vocabulary;
    private readonly Dictionary<ulong, int> grams = [];
    private readonly Dictionary<ulong, (int Seen, int Kinds)> contexts = [];

    private NGramBaseline(int order, Tokenizer tokenizer)
        => (this.order, endOfText, vocabulary) = (order, tokenizer.EndOfText, tokenizer.VocabularySize);

    /// <summary>Bits per byte of the documents under models of each order; the shard must hold the tokenizer's tokens.</summary>
    public static IReadOnlyDictionary<int, double> BitsPerByte(string shardPath, Tokenizer tokenizer, IReadOnlyList<Document> documents, IReadOnlyList<int> orders)
    {
        using var shard = TokenShard.Open(shardPath);
        if (shard.VocabularyHash != tokenizer.VocabularyHash)
            throw new UserError($"{shardPath}: the shard was written with another tokenizer than the model's.", "Run curate again with the model's tokenizer.json.");
        var model = new NGramBaseline(orders.Max(), tokenizer);
        var texts = documents.Select(document => (int[])[tokenizer.EndOfText, .. tokenizer.Encode(document.Text)]).ToArray();
        foreach (var text in texts)
            model.Ask(text);
        model.Count(shard);
        var bytes = documents.Sum(document => (double)System.Text.Encoding.UTF8.GetByteCount(document.Text));
        return orders.ToDictionary(n => n, n => Protocols.BitsPerByte.FromNats(texts.Sum(text => model.Nats(text, n)), bytes));
    }

    private void Ask(ReadOnlySpan<int> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            for (var length = 0; length <= Math.Min(order - 1, i); length++)
            {
                contexts.TryAdd(Key(text.Slice(i - length, length)), default);
                grams.TryAdd(Key(text.Slice(i - length, length + 1)), 0);
            }
        }
    }

    private void Count(TokenShard shard)
    {
        var seen = new HashSet<ulong>();
        var tokens = new int[order - 1 + ChunkTokens];
        for (long start = 0; start < shard.TokenCount; start += ChunkTokens)
        {
            var before = (int)Math.Min(order - 1, start);
            var length = before + (int)Math.Min(ChunkTokens, shard.TokenCount - start);
            shard.Read(start - before, tokens.AsSpan(0, length));
            for (var i = before; i < length; i++)
                CountAt(tokens, i, seen);
        }
    }

    // A longer context is asked for only where its shorter ones are, and none reaches back beyond the end of the text before.
    private void CountAt(int[] tokens, int i, HashSet<ulong> seen)
    {
        for (var length = 0; length < order && length <= i; length++)
        {
            if (length > 1 && tokens[i - length + 1] == endOfText)
                return;
            var context = Key(tokens.AsSpan(i - length, length));
            if (!contexts.TryGetValue(context, out var counts))
                return;
            var gram = Key(tokens.AsSpan(i - length, length + 1));
            contexts[context] = (counts.Seen + 1, counts.Kinds + (seen.Add(gram) ? 1 : 0));
            if (grams.TryGetValue(gram, out var count))
                grams[gram] = count + 1;
        }
    }

    private double Nats(int[] text, int n)
    {
        var nats = 0.0;
        for (var i = 1; i < text.Length; i++)
        {
            var p = 1.0 / vocabulary;
            for (var length = 0; length <= Math.Min(n - 1, i); length++)
            {
                var (seen, kinds) = contexts[Key(text.AsSpan(i - length, length))];
                if (seen > 0)
                    p = (grams[Key(text.AsSpan(i - length, length + 1))] + (kinds * p)) / (seen + kinds);
            }
            nats -= Math.Log(p);
        }
        return nats;
    }

    // A chain of splitmix64 finalisers over the number of ids and the ids: keys meet by chance alone, for a hundred million of them below 0.1 %.
    private static ulong Key(ReadOnlySpan<int> ids)
    {
        var key = Mix((ulong)ids.Length);
        foreach (var id in ids)
            key = Mix(key + (uint)id);
        return key;
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}

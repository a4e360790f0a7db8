using System.Runtime.CompilerServices;
using System.Text;
using Hone.Core.Models;
using Hone.Core.Tokens;
using Hone.Engine.Checkpoints;
using Hone.Engine.Generation;

namespace Hone.Cli.Models;

// Joins a tokenizer and the engine's token model to what evaluation and chat see. Every text begins after the end-of-text
// token, as documents did in training. A text longer than the context is read in windows, each token with at least half a
// context before it, so that its likelihood does not depend on where a window happens to begin.

internal sealed class LocalLanguageModel : ILanguageModel
{
    private readonly Tokenizer _tokenizer;
    private readonly TokenModel _model;
    private readonly int _endOfText;

    private LocalLanguageModel(string name, Tokenizer tokenizer, TokenModel model) =>
        (Name, _tokenizer, _model, _endOfText) = (name, tokenizer, model, tokenizer.EndOfText);

    public string Name { get; }

    public int ContextLength => _model.Shape.ContextLength;

    public static ILanguageModel Open(string directory)
    {
        var model = TokenModel.Open(directory);
        try
        {
            return new LocalLanguageModel(directory, ModelTokenizer.Open(directory), model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public IReadOnlyList<ContinuationScore> Score(string prompt, IReadOnlyList<string> continuations, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        if (continuations.Count == 0)
            return [];
        var tokens = continuations.Select(c => _tokenizer.Encode(c)).ToArray();
        int[] before = [_endOfText, .. _tokenizer.Encode(prompt)];
        // A continuation's last token is predicted, never read: it needs no place in the context.
        var room = ContextLength + 1 - tokens.Max(t => t.Length);
        if (room < 1)
            return tokens.Select(t => ToContinuation(ScoreWindows([.. before, .. t], before.Length, cancel))).ToArray();
        if (before.Length > room)
            before = before[^room..];
        return _model.Score(before, tokens).Select(ToContinuation).ToArray();
    }

    public TextScore ScoreText(string text, CancellationToken cancel = default)
    {
        var score = ScoreWindows([_endOfText, .. _tokenizer.Encode(text)], 1, cancel);
        return new TextScore(score.LogLikelihood, score.Tokens, Encoding.UTF8.GetByteCount(text));
    }

    public async IAsyncEnumerable<string> GenerateAsync(string prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var decoder = new TokenStreamDecoder(_tokenizer);
        var stop = new StopStrings(options.Stop);
        foreach (var token in _model.Generate([_endOfText, .. _tokenizer.Encode(prompt)], Sampling(options), cancel))
        {
            await Task.Yield();
            // A model may have more rows than its tokenizer has words; those stand for nothing.
            var piece = token < _tokenizer.VocabularySize ? stop.Push(decoder.Push(token)) : "";
            if (piece.Length > 0)
                yield return piece;
            if (stop.Found)
                yield break;
        }
        var rest = stop.Push(decoder.Flush()) + stop.Flush();
        if (rest.Length > 0)
            yield return rest;
    }

    public void Dispose() => _model.Dispose();

    private SamplingOptions Sampling(GenerationOptions options) => new()
    {
        MaxTokens = options.MaxTokens,
        Temperature = options.Temperature,
        TopK = options.TopK,
        TopP = options.TopP,
        Seed = options.Seed,
        StopTokens = [_endOfText],
    };

    private TokenScore ScoreWindows(int[] tokens, int first, CancellationToken cancel)
    {
        var sum = new TokenScore(0, 0, true);
        foreach (var window in TextWindows.Of(tokens.Length, first, ContextLength))
        {
            cancel.ThrowIfCancellationRequested();
            var part = _model.ScoreFrom(tokens.AsSpan(window.Start, window.End - window.Start), window.First - window.Start);
            sum = new TokenScore(sum.LogLikelihood + part.LogLikelihood, sum.Tokens + part.Tokens, sum.IsGreedy && part.IsGreedy);
        }
        return sum;
    }

    private static ContinuationScore ToContinuation(TokenScore score) => new(score.LogLikelihood, score.Tokens, score.IsGreedy);
}

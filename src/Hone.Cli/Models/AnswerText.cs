using System.Runtime.CompilerServices;
using Hone.Core.Models;
using Hone.Core.Tokens;
using Hone.Engine.Generation;

namespace Hone.Cli.Models;

/// <summary>An answer's tokens as text, up to the first stop string. Ends the answer when its reader has enough.</summary>
internal sealed class AnswerText(Tokenizer tokenizer, Answer answer, IReadOnlyList<string> stops, bool continues)
{
    private readonly TokenStreamDecoder _decoder = new(tokenizer, continues);
    private readonly StopStrings _stop = new(stops);
    private readonly List<TokenLogProbability> _tokens = [];

    /// <summary>Of the tokens read so far, where they were asked for.</summary>
    public IReadOnlyList<TokenLogProbability> Tokens => _tokens;

    /// <summary>A stop string came.</summary>
    public bool IsStopped => _stop.Found;

    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            await foreach (var token in answer.Tokens.ReadAllAsync(cancel))
            {
                if (!float.IsNaN(token.LogProbability))
                    _tokens.Add(Report(token));
                var piece = IsText(token.Token) ? _stop.Push(_decoder.Push(token.Token)) : "";
                if (piece.Length > 0)
                    yield return piece;
                if (_stop.Found)
                    yield break;
            }
            var rest = _stop.Push(_decoder.Flush()) + _stop.Flush();
            if (rest.Length > 0)
                yield return rest;
        }
        finally
        {
            answer.Cancel();
        }
    }

    // A model may have more rows than its tokenizer has words; those stand for nothing, and special tokens for structure.
    private bool IsText(int token) => token < tokenizer.VocabularySize && !tokenizer.IsSpecial(token);

    private TokenLogProbability Report(GeneratedToken token)
        => new(Text(token.Token), token.LogProbability, [.. token.Likeliest.Select(other => new TokenLogProbability(Text(other.Token), other.LogProbability, []))]);

    private string Text(int token) => token < tokenizer.VocabularySize ? System.Text.Encoding.UTF8.GetString(tokenizer.TokenBytes(token)) : "";
}
